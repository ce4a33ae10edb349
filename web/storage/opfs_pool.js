// @ts-check
// A pool of OPFS files opened before SQLite starts, so that SQLite can create, delete and rename files without waiting.
//
// The browser opens a synchronous handle only asynchronously, and SQLite cannot wait. So a number of files with meaningless names is
// opened beforehand; the header of each (pool_header.js) says which logical file it holds, or that it is free. Creating a file means
// naming a free one, deleting means taking the name away, renaming means giving another name: one atomic header write each. The pool
// opens more free files in the background before it runs out. The idea is that of SQLite's own opfs-sahpool; the doubled header,
// the moves in groups and the keeping of damaged files are ours.
//
// Example:  const pool = await openPool('/portal/');  Module({ opfs: pool, … });  …  pool.close();
//
// The synchronous methods are called from opfs_vfs.cpp by name; they never throw, they return a code below zero and keep the
// browser's words in `last_error`. A pool must be closed before another tab can open it.

import { directoryName, lock_wait_milliseconds, storageRoot } from './opfs_access.js';
import { header_size } from './pool_header.js';
import { PoolSlots, damaged_prefix, free_files_min } from './pool_slots.js';
import { StorageError, asStorageError } from './storage_error.js';

/** What the synchronous methods return when they fail; opfs_vfs.cpp has the same list. */
export const code = Object.freeze({ failed: -1, full: -2, no_free_file: -3, missing: -4, busy: -5 });

const export_part_bytes = 1 << 20;
const plain_database_head = 'SQLite format 3\0';

/** @typedef {import('./opfs_access.js').RootDirectory} RootDirectory */

export class OpfsPool {
  /** @type {Promise<void> | null} */
  #growing = null;

  /** The browser's words about the last failure, and the key (storage_error.js) it belongs to. */
  last_error = '';
  last_error_key = '';
  counters = { bytes_read: 0, bytes_written: 0, writes: 0, flushes: 0 };

  /**
   * Use openPool().
   * @param {PoolSlots} slots
   */
  constructor(slots) {
    this.slots = slots;
  }

  // ---- called by the VFS ------------------------------------------------------------------------------------------------------

  /**
   * @param {string} path '' for a temporary file
   * @param {boolean} create make it when it does not exist
   * @param {boolean} sole refuse when it is open already (a database: this VFS has no locks between connections)
   * @returns {number} the file's number, or a code
   */
  open(path, create, sole) {
    const known = path === '' ? undefined : this.slots.by_path.get(path);
    if (known) {
      if (sole && known.users > 0) return this.#refuse(code.busy, `${path} is already open in this program`);
      known.users++;
      return this.slots.all.indexOf(known);
    }
    if (path !== '' && !create) return this.#refuse(code.missing, `${path} does not exist`);
    const slot = this.slots.firstFree();
    if (!slot) return this.#refuse(code.no_free_file, `all ${this.slots.all.length} files of the pool are in use`);
    const result = this.#guard(`create ${path || 'a temporary file'}`, () => {
      slot.handle.truncate(header_size);
      if (path !== '') {
        // The old content must be gone for certain before the new name is there: SQLite would take an old log for the current one.
        slot.handle.flush();
        this.slots.setPath(slot, path);
      }
      slot.temporary = path === '';
      slot.users = 1;
      return this.slots.all.indexOf(slot);
    });
    this.#growWhenLow();
    return result;
  }

  /** @param {number} index */
  closeFile(index) {
    const slot = this.slots.all[index];
    if (!slot || slot.users === 0) return this.#refuse(code.failed, `file ${index} is not open`);
    slot.users--;
    if (slot.users > 0 || !slot.temporary) return 0;
    slot.temporary = false;
    return this.#guard('close', () => (slot.handle.truncate(header_size), 0));
  }

  /**
   * @param {number} index
   * @param {Uint8Array} bytes
   * @param {number} at
   * @returns {number} bytes read, fewer than asked for only at the end of the file; or a code
   */
  read(index, bytes, at) {
    return this.#guard('read', () => {
      const handle = this.#handle(index);
      let done = 0;
      while (done < bytes.length) {
        const step = handle.read(done === 0 ? bytes : bytes.subarray(done), { at: header_size + at + done });
        if (step <= 0) break;
        done += step;
      }
      this.counters.bytes_read += done;
      return done;
    });
  }

  /**
   * @param {number} index
   * @param {Uint8Array} bytes
   * @param {number} at
   */
  write(index, bytes, at) {
    return this.#guard('write', () => {
      const handle = this.#handle(index);
      let done = 0;
      while (done < bytes.length) {
        const step = handle.write(done === 0 ? bytes : bytes.subarray(done), { at: header_size + at + done });
        // A write that stores nothing and does not throw is how some browsers tell of a full disk.
        if (step <= 0) return this.#refuse(code.full, `write: ${done} of ${bytes.length} bytes stored`);
        done += step;
      }
      this.counters.bytes_written += done;
      this.counters.writes++;
      return 0;
    });
  }

  /**
   * @param {number} index
   * @param {number} size
   */
  truncate(index, size) {
    return this.#guard('truncate', () => (this.#handle(index).truncate(header_size + size), 0));
  }

  /** @param {number} index */
  sync(index) {
    return this.#guard('flush', () => {
      this.#handle(index).flush();
      this.counters.flushes++;
      return 0;
    });
  }

  /** @param {number} index */
  size(index) {
    return this.#guard('size', () => Math.max(0, this.#handle(index).getSize() - header_size));
  }

  /** @param {string} path */
  exists(path) {
    return this.slots.by_path.has(path);
  }

  /**
   * The name is taken away durably before the content goes: a file half deleted by a crash is a free file.
   * @param {string} path
   */
  remove(path) {
    const slot = this.slots.by_path.get(path);
    if (!slot) return this.#refuse(code.missing, `${path} does not exist`);
    if (slot.users > 0) return this.#refuse(code.busy, `${path} is still open`);
    return this.#guard(`delete ${path}`, () => {
      this.slots.setPath(slot, '');
      slot.handle.truncate(header_size);
      return 0;
    });
  }

  // ---- for the program --------------------------------------------------------------------------------------------------------

  /**
   * `damaged`: files whose header could not be read at the start; their content was kept under these names.
   * @returns {{capacity: number, free: number, files: {path: string, size: number}[], damaged: string[]}}
   */
  describe() {
    const files = [...this.slots.by_path.values()].map((slot) => ({
      path: slot.path,
      size: Math.max(0, slot.handle.getSize() - header_size),
    }));
    const damaged = files.map((file) => file.path).filter((path) => path.startsWith(damaged_prefix));
    return { capacity: this.slots.all.length, free: this.slots.freeCount(), files, damaged };
  }

  /** Resolves when growth begun in the background is done. */
  async settled() {
    await this.#growing;
  }

  /**
   * The content of a file for a rescue download; null when there is no such file. Works while SQLite has it open.
   * @param {string} path
   * @returns {Blob | null}
   */
  exportFile(path) {
    const slot = this.slots.by_path.get(path);
    if (!slot) return null;
    /** @type {BlobPart[]} */
    const parts = [];
    const size = slot.handle.getSize();
    for (let at = header_size; at < size; ) {
      const part = new Uint8Array(Math.min(export_part_bytes, size - at));
      const count = slot.handle.read(part, { at });
      if (count <= 0) throw new StorageError('storage_failed', `export ${path}: nothing to read at ${at - header_size}`);
      parts.push(part.subarray(0, count));
      at += count;
    }
    return new Blob(parts, { type: 'application/octet-stream' });
  }

  /**
   * A database with the files that belong to it: without its log, a database may lack its latest records.
   * @param {string} path
   * @returns {{name: string, blob: Blob}[]}
   */
  exportDatabase(path) {
    return [path, `${path}-wal`, `${path}-journal`].flatMap((name) => {
      const blob = this.exportFile(name);
      return blob && blob.size > 0 ? [{ name: name.replace(/^\//, ''), blob }] : [];
    });
  }

  /**
   * Puts a database that cannot be used aside, with its log and journal, so that a new one can be made under its name and nothing is
   * lost. SQLite must have closed it. All files move or none, whenever the power fails.
   * @param {string} path
   * @returns {Promise<string>} the name it has now
   */
  async moveAside(path) {
    const sources = [path, `${path}-wal`, `${path}-journal`].filter((name) => this.exists(name));
    for (let number = 1; ; number++) {
      const aside = `${path}.aside-${number}`;
      const moves = sources.map((name) => /** @type {[string, string]} */ ([name, aside + name.slice(path.length)]));
      if (this.exists(aside) || moves.some(([, to]) => this.exists(to))) continue;
      await this.slots.move(moves);
      return aside;
    }
  }

  /** Whether what is stored under this name is a database that is not encrypted. @param {string} path */
  isPlainDatabase(path) {
    const slot = this.slots.by_path.get(path);
    if (!slot) return false;
    const head = new Uint8Array(plain_database_head.length);
    const count = slot.handle.read(head, { at: header_size });
    return count === head.length && head.every((byte, index) => byte === plain_database_head.charCodeAt(index));
  }

  /** Bytes of what is stored under this name; 0 where nothing is. @param {string} path */
  storedBytes(path) {
    const slot = this.slots.by_path.get(path);
    return slot ? Math.max(0, slot.handle.getSize() - header_size) : 0;
  }

  /** Deletes every file, those that were put aside or found damaged too. SQLite must have closed its own. */
  eraseEverything() {
    for (const path of [...this.slots.by_path.keys()]) {
      if (this.remove(path) < 0) throw new StorageError('storage_failed', `erase ${path}: ${this.last_error}`);
    }
  }

  /** Closes every handle (SQLite has flushed what it committed); after this another tab can open the pool. */
  close() {
    this.slots.close();
  }

  // ---- inside -----------------------------------------------------------------------------------------------------------------

  /** @param {number} index */
  #handle(index) {
    const slot = this.slots.all[index];
    if (!slot) throw new StorageError('storage_failed', this.slots.closed ? 'the pool is closed' : `no file ${index}`);
    return slot.handle;
  }

  #growWhenLow() {
    if (this.#growing || this.slots.freeCount() >= free_files_min) return;
    this.#growing = this.slots
      .grow(free_files_min + 1)
      .catch((error) => this.#note(asStorageError('grow', error)))
      .finally(() => (this.#growing = null));
  }

  /** @param {StorageError} error */
  #note(error) {
    this.last_error = error.detail;
    this.last_error_key = error.key;
  }

  /**
   * @param {number} result
   * @param {string} detail
   */
  #refuse(result, detail) {
    this.#note(new StorageError(result === code.full ? 'storage_full' : 'storage_failed', detail));
    return result;
  }

  /**
   * @param {string} operation
   * @param {() => number} action
   */
  #guard(operation, action) {
    try {
      return action();
    } catch (error) {
      const problem = asStorageError(operation, error);
      this.#note(problem);
      return problem.key === 'storage_full' ? code.full : code.failed;
    }
  }
}

/**
 * Opens the pool of the portal at `base`. Rejects with a StorageError (storage_error.js).
 * @param {string} base begins and ends with '/'
 * @param {{root?: RootDirectory, lock_wait_milliseconds?: number}} [options] root: a simulated disk, in tests
 * @returns {Promise<OpfsPool>}
 */
export async function openPool(base, options = {}) {
  const root = options.root ?? (await storageRoot());
  try {
    const slots = new PoolSlots(await root.getDirectoryHandle(directoryName(base), { create: true }));
    await slots.load(performance.now() + (options.lock_wait_milliseconds ?? lock_wait_milliseconds));
    return new OpfsPool(slots);
  } catch (error) {
    throw asStorageError('open storage', error);
  }
}
