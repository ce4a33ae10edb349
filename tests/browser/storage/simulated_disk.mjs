// @ts-check
// A disk in memory in place of OPFS, whose power can fail at any operation: what was not flushed is then kept, lost or torn by chance.

/** mulberry32: a small generator, the same numbers for the same seed on every machine. @param {number} seed */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const torn_unit_bytes = 512;

/**
 * @typedef {{kind: 'write', at: number, bytes: Uint8Array} | {kind: 'truncate', size: number}} Change
 * @param {Uint8Array} content
 * @param {Change} change
 */
function applied(content, change) {
  if (change.kind === 'truncate') {
    const result = new Uint8Array(change.size);
    result.set(content.subarray(0, change.size));
    return result;
  }
  const end = change.at + change.bytes.length;
  const result = end > content.length ? new Uint8Array(end) : content;
  if (result !== content) result.set(content);
  result.set(change.bytes, change.at);
  return result;
}

class SimulatedFile {
  /** What programs see. @type {Uint8Array} */
  content = new Uint8Array(0);
  /** What the medium holds for certain. @type {Uint8Array} */
  durable = new Uint8Array(0);
  /** @type {Change[]} */
  unflushed = [];
  /** A file nobody has flushed yet may be missing after a power cut. */
  ever_flushed = false;
  open = false;

  /** @param {Change} change */
  change(change) {
    this.content = applied(this.content, change);
    this.unflushed.push(change);
  }

  flush() {
    this.durable = this.content.slice();
    this.unflushed = [];
    this.ever_flushed = true;
  }

  /** @param {() => number} random */
  losePower(random) {
    /** @type {Uint8Array} */
    let survived = this.durable.slice();
    for (const change of this.unflushed) {
      const chance = random();
      if (chance < 0.4) continue;
      if (change.kind === 'write' && chance > 0.8) {
        const size = Math.floor((random() * change.bytes.length) / torn_unit_bytes) * torn_unit_bytes;
        survived = applied(survived, { ...change, bytes: change.bytes.subarray(0, size) });
      } else {
        survived = applied(survived, change);
      }
    }
    this.content = survived;
    this.flush();
    this.open = false;
  }
}

export class SimulatedDisk {
  /** @type {Map<string, SimulatedFile>} */
  files = new Map();
  operations = 0;
  /** The power fails at this operation. */
  power_fails_at = Infinity;
  /** This one operation throws an error of that name and does nothing; the next ones work. */
  fails_once_at = Infinity;
  once_error = 'InvalidStateError';
  /** When set, every flush fails with this text and stores nothing. */
  flush_error = '';
  read_error = '';

  get powered() {
    return this.operations < this.power_fails_at;
  }

  /** Every operation passes here; without power none is done. */
  step() {
    this.operations++;
    if (!this.powered) throw new DOMException('the power is off', 'InvalidStateError');
    if (this.operations === this.fails_once_at) throw new DOMException('this operation fails', this.once_error);
  }

  /** Cuts the power and switches it on again. @param {() => number} random */
  restart(random) {
    for (const [name, file] of this.files) {
      if (!file.ever_flushed && random() < 0.5) this.files.delete(name);
      else file.losePower(random);
    }
    this.power_fails_at = Infinity;
  }

  /** The root directory to give to openPool; all directories are one. */
  root() {
    const directory = this.#directory();
    return { getDirectoryHandle: async () => directory };
  }

  #directory() {
    const disk = this;
    return {
      async *entries() {
        for (const name of [...disk.files.keys()]) yield /** @type {[string, {kind: string}]} */ ([name, { kind: 'file' }]);
      },
      /** @param {string} name @param {{create?: boolean}} [options] */
      async getFileHandle(name, options) {
        if (!disk.files.has(name)) {
          if (!options?.create) throw new DOMException(name, 'NotFoundError');
          disk.step();
          disk.files.set(name, new SimulatedFile());
        }
        return { kind: /** @type {const} */ ('file'), name, createSyncAccessHandle: async () => disk.#open(name) };
      },
    };
  }

  /** @param {string} name */
  #open(name) {
    const disk = this;
    const file = /** @type {SimulatedFile} */ (this.files.get(name));
    if (file.open) throw new DOMException('already open', 'NoModificationAllowedError');
    file.open = true;
    return {
      /** @param {Uint8Array} bytes @param {{at: number}} options */
      read(bytes, { at }) {
        if (disk.read_error) throw new DOMException(disk.read_error, 'InvalidStateError');
        const part = file.content.subarray(at, at + bytes.length);
        bytes.set(part);
        return part.length;
      },
      /** @param {Uint8Array} bytes @param {{at: number}} options */
      write(bytes, { at }) {
        disk.step();
        file.change({ kind: 'write', at, bytes: bytes.slice() });
        return bytes.length;
      },
      /** @param {number} size */
      truncate(size) {
        disk.step();
        file.change({ kind: 'truncate', size });
      },
      getSize: () => file.content.length,
      flush() {
        disk.step();
        if (disk.flush_error) throw new DOMException(disk.flush_error, 'InvalidStateError');
        file.flush();
      },
      close() {
        file.open = false;
      },
    };
  }
}
