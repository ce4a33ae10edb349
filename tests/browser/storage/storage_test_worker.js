// @ts-check
// Worker side of the storage tests: the pool and the wasm module, one function per thing a test wants done.

import { directoryName } from '../../../web/storage/opfs_access.js';
import { openPool } from '../../../web/storage/opfs_pool.js';
import { header_size, readHeader } from '../../../web/storage/pool_header.js';
import { KeyStore } from '../../../web/worker/key_store.js';

/** @type {import('../../../web/storage/opfs_pool.js').OpfsPool} */
let pool;
/** @type {any} */
let module;
/** @type {IDBObjectStore['put'] | undefined} */
let whole_put;
/** @type {string} served from the build folder */
const module_url = '/module/storage_test_module.mjs';

/** @param {string} result */
const json = (result) => JSON.parse(result);
/** @param {string} base */
const directoryOf = async (base) => (await navigator.storage.getDirectory()).getDirectoryHandle(directoryName(base));

const calls = {
  /** @param {string} base @param {object} [options] */
  async openPool(base, options) {
    pool = await openPool(base, options);
    const { default: makeModule } = await import(module_url);
    module = await makeModule({ opfs: pool });
    return pool.describe();
  },
  describe: () => pool.describe(),
  settled: () => pool.settled(),
  lastError: () => ({ key: pool.last_error_key, detail: pool.last_error }),
  closePool: () => pool.close(),
  /** Closes what is open. */
  closeAll() {
    if (!module) return;
    const closed = calls.close();
    if (closed.code !== 0) throw new Error(JSON.stringify(closed));
    pool.close();
  },
  /** @param {string} path */
  moveAside: (path) => pool.moveAside(path),
  /** @param {string} path @param {boolean} create @param {boolean} sole */
  openFile: (path, create, sole) => pool.open(path, create, sole),
  /** @param {string} path */
  async exportDatabase(path) {
    const files = pool.exportDatabase(path);
    return Promise.all(files.map(async ({ name, blob }) => ({ name, size: blob.size, head: (await blob.slice(0, 15).text()) })));
  },

  /** @param {string} path @param {string} [vfs] */
  open: (path, vfs = '') => json(module.ccall('storage_open', 'string', ['string', 'string'], [path, vfs])),
  /** @param {string} path @param {string} key */
  encrypt: (path, key) => json(module.ccall('storage_encrypt', 'string', ['string', 'string'], [path, key])),
  close: () => json(module.ccall('storage_close', 'string', [], [])),
  /** @param {string} sql */
  run: (sql) => json(module.ccall('storage_run', 'string', ['string'], [sql])),
  counters: () => json(module.ccall('storage_counters', 'string', [], [])),
  rules: () => json(module.ccall('storage_rules', 'string', [], [])),
  /** @param {number} index @param {string} vfs */
  brokenRule: (index, vfs) => json(module.ccall('storage_broken_rule', 'string', ['number', 'string'], [index, vfs])),

  /**
   * One row per transaction until the process is killed; each is reported after its commit has returned.
   * @param {string} sql
   */
  writeForever(sql) {
    for (let count = 1; ; count++) {
      const result = calls.run(sql);
      if (result.code !== 0) throw new Error(JSON.stringify(result));
      self.postMessage({ committed: count });
    }
  },
  /** @param {number} count */
  insertRows(count) {
    const begin = performance.now();
    const done = module.ccall('storage_insert_rows', 'number', ['number'], [count]);
    return { done, milliseconds: performance.now() - begin };
  },

  /**
   * Overwrites part of the pool file that holds `path` behind the pool's back (the pool must be closed).
   * @param {string} base @param {string} path @param {number} at @param {number} size @param {number} value
   */
  async damage(base, path, at, size, value) {
    for await (const [name, entry] of (await directoryOf(base)).entries()) {
      const handle = await /** @type {any} */ (entry).createSyncAccessHandle();
      const bytes = new Uint8Array(header_size);
      handle.read(bytes, { at: 0 });
      const header = readHeader(bytes);
      const found = header.state === 'named' && header.path === path;
      if (found) handle.write(new Uint8Array(size).fill(value), { at });
      handle.flush();
      handle.close();
      if (found) return name;
    }
    throw new Error(`no pool file holds ${path}`);
  },
  /** @param {string} base */
  async fileNames(base) {
    const names = [];
    for await (const name of (await directoryOf(base)).keys()) names.push(name);
    return names;
  },
  /** @param {string} base @param {string} name @param {number[]} bytes */
  async writeRaw(base, name, bytes) {
    const file = await (await directoryOf(base)).getFileHandle(name, { create: true });
    const handle = await /** @type {any} */ (file).createSyncAccessHandle();
    handle.write(new Uint8Array(bytes), { at: 0 });
    handle.flush();
    handle.close();
  },
  /** Opens the key store and the key in it, or makes one. @param {string} base @returns {Promise<number>} milliseconds */
  async openKey(base) {
    const begin = performance.now();
    const keys = await KeyStore.open(base);
    try {
      const key = keys.record ? await keys.unwrap(null) : await keys.make();
      if (typeof key === 'string') throw new Error(key);
      return performance.now() - begin;
    } finally {
      await keys.close();
    }
  },
  /** As a browser that stores everything but keys. @param {boolean} lost */
  loseKeys(lost) {
    const stored = IDBObjectStore.prototype.put;
    whole_put ??= stored;
    IDBObjectStore.prototype.put = lost
      ? function (/** @type {any} */ value, key) {
        return stored.call(this, { ...value, browser_key: null }, key);
      }
      : whole_put;
  },
  /** @param {number} operations @param {number} memory_bytes @returns {number} milliseconds */
  pinKey(operations, memory_bytes) {
    const begin = performance.now();
    if (module.ccall('storage_pin_key', 'number', ['number', 'number'], [operations, memory_bytes]) !== 0) throw new Error('no memory');
    return performance.now() - begin;
  },
  /** @param {string} sql @returns {number} milliseconds */
  timeRun(sql) {
    const begin = performance.now();
    const result = calls.run(sql);
    if (result.code !== 0) throw new Error(JSON.stringify(result));
    return performance.now() - begin;
  },
  /** Everything that is stored, one letter for each byte; the pool must be closed. @param {string} base */
  async storedBytes(base) {
    let all = '';
    for await (const entry of (await directoryOf(base)).values()) {
      const bytes = new Uint8Array(await (await /** @type {FileSystemFileHandle} */ (entry).getFile()).arrayBuffer());
      for (let at = 0; at < bytes.length; at += 1 << 14) all += String.fromCharCode(...bytes.subarray(at, at + (1 << 14)));
    }
    return all;
  },
  /** From now on the browser's random numbers are all the same, for this worker. */
  fixRandomness() {
    crypto.getRandomValues = (bytes) => {
      if (bytes) new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).fill(7);
      return bytes;
    };
  },
  forgetOpfs() {
    // As in a browser without it: the names are there, the directory is not.
    Object.defineProperty(navigator.storage, 'getDirectory', { value: undefined, configurable: true });
  },
  refuseOpfs() {
    const refuse = () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
    Object.defineProperty(navigator.storage, 'getDirectory', { value: refuse, configurable: true });
  },
};

self.onmessage = async ({ data }) => {
  try {
    const value = await /** @type {any} */ (calls)[data.name](...data.args);
    self.postMessage({ id: data.id, value });
  } catch (error) {
    const { message, key, detail } = /** @type {any} */ (error);
    self.postMessage({ id: data.id, error: { message: message ?? String(error), key, detail } });
  }
};
