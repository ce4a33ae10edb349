// @ts-check
// What the portal keeps on a device, seen from outside: the bytes of its files, its key, and databases made in their place.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openPool } from '../../../web/storage/opfs_pool.js';
import { SimulatedDisk } from '../storage/simulated_disk.mjs';
import { root } from './server.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Behind the pool's own header; what is below is a file of its own. */
export const header_bytes = 8192;

/** To a page of the portal's origin on which the portal does not run. @param {Page} page @param {string} url of the portal */
export const leave = (page, url) => page.goto(`${url}healthz`);

/**
 * Writes over the content of every file of the portal that has one.
 * @param {Page} page away from the portal
 * @param {'damage' | number[]} content bytes for the database, and its log is emptied
 * @returns {Promise<number>} how many files
 */
export function write_over(page, content) {
  return page.evaluate(async ([bytes, header]) => {
    let count = 0;
    /** @param {FileSystemDirectoryHandle} folder */
    async function go_through(folder) {
      for await (const entry of /** @type {any} */ (folder).values()) {
        if (entry.kind === 'directory') {
          await go_through(entry);
          continue;
        }
        const file = await entry.getFile();
        if (file.size <= header) continue;
        count++;
        const writable = await entry.createWritable({ keepExistingData: true });
        if (bytes === 'damage') {
          await writable.write({ type: 'write', position: header, data: new Uint8Array(Math.min(30_000, file.size - header)).fill(0x5a) });
        } else {
          const path = new TextDecoder().decode(await file.slice(0, header).arrayBuffer());
          await writable.truncate(header);
          if (!path.includes('countersign.db-wal')) await writable.write({ type: 'write', position: header, data: new Uint8Array(bytes) });
        }
        await writable.close();
      }
    }
    await go_through(await navigator.storage.getDirectory());
    return count;
  }, /** @type {const} */ ([content, header_bytes]));
}

/** Every stored file that has a content, by a digest of it. @param {Page} page away from the portal @returns {Promise<string[]>} */
export function stored_contents(page) {
  return page.evaluate(async (header) => {
    /** @type {string[]} */
    const found = [];
    /** @param {FileSystemDirectoryHandle} folder */
    async function go_through(folder) {
      for await (const entry of /** @type {any} */ (folder).values()) {
        if (entry.kind === 'directory') {
          await go_through(entry);
          continue;
        }
        const bytes = await (await entry.getFile()).arrayBuffer();
        if (bytes.byteLength <= header) continue;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice(header)));
        found.push(`${entry.name} ${bytes.byteLength} ${Array.from(digest, (byte) => byte.toString(16)).join('')}`);
      }
    }
    await go_through(await navigator.storage.getDirectory());
    return found.sort();
  }, header_bytes);
}

/** Every byte that is stored, one letter for each, headers too. @param {Page} page away from the portal @returns {Promise<string>} */
export function stored_bytes(page) {
  return page.evaluate(async () => {
    let all = '';
    /** @param {FileSystemDirectoryHandle} folder */
    async function go_through(folder) {
      for await (const entry of /** @type {any} */ (folder).values()) {
        if (entry.kind === 'directory') {
          await go_through(entry);
          continue;
        }
        const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
        for (let at = 0; at < bytes.length; at += 1 << 14) all += String.fromCharCode(...bytes.subarray(at, at + (1 << 14)));
      }
    }
    await go_through(await navigator.storage.getDirectory());
    return all;
  });
}

/**
 * The content of a file of the pool.
 * @param {Page} page away from the portal @param {string} path @returns {Promise<Uint8Array>} empty when there is none
 */
export async function stored_file(page, path) {
  const all = await stored_bytes(page);
  // Every file begins with the pool's header, whose path stands at 20.
  for (const file of all.split(/(?=CSGNPOOL[^]{4088}CSGNPOOL)/)) {
    if (file.slice(20, 20 + path.length + 1) === `${path}\0`) return new Uint8Array(Buffer.from(file.slice(header_bytes), 'latin1'));
  }
  return new Uint8Array();
}

/** The records of the key store: key a or b, whichever there is. @param {Page} page away from the portal @param {string} wanted of a record */
async function from_record(page, wanted) {
  return page.evaluate(async (what) => {
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('countersign-key-')) continue;
      const database = await new Promise((resolve) => (indexedDB.open(name).onsuccess = (event) => resolve(/** @type {any} */ (event.target).result)));
      const record = await new Promise(
        (resolve) => (database.transaction('key').objectStore('key').get('device').onsuccess = (/** @type {any} */ event) => resolve(event.target.result)),
      );
      database.close();
      if (!record) continue;
      const hex = (/** @type {ArrayBuffer} */ bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (what === 'wrapped') return hex(record.wrapped);
      if (what === 'pin') return record.pin === null ? '' : 'set';
      return hex(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.iv }, record.browser_key, record.wrapped));
    }
    return '';
  }, wanted);
}

/** The data key in hexadecimal digits, where no PIN is set. @param {Page} page away from the portal */
export const read_key = (page) => from_record(page, 'key');

/** The wrapped key as it is stored, in hexadecimal digits. @param {Page} page away from the portal */
export const read_wrapped_key = (page) => from_record(page, 'wrapped');

/** Changes the key's record as it is stored. @param {Page} page away from the portal @param {object} change what can be sent to a page */
export function change_key_record(page, change) {
  return page.evaluate(async (fields) => {
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('countersign-key-')) continue;
      await new Promise((resolve) => {
        indexedDB.open(name).onsuccess = ({ target }) => {
          const database = /** @type {any} */ (target).result;
          const store = database.transaction('key', 'readwrite').objectStore('key');
          store.get('device').onsuccess = (/** @type {any} */ { target: { result } }) => {
            if (result) store.put({ ...result, ...fields }, 'device');
            store.transaction.oncomplete = () => (database.close(), resolve(undefined));
          };
        };
      });
    }
  }, change);
}

/** As when the browser's data was cleared but for the files. @param {Page} page away from the portal */
export function forget_key(page) {
  return page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (name) await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
    }
  });
}

/** @type {any} */
let module = null;

async function storage_module() {
  if (module) return module;
  const folder = join(root, process.env.STORAGE_TEST_MODULE || 'build/wasm');
  // Emscripten 3.1.6 writes ES modules that still expect these two under Node.
  Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: folder });
  const { default: make_module } = await import(pathToFileURL(join(folder, 'storage_test_module.mjs')).href);
  module = await make_module({ wasmBinary: readFileSync(join(folder, 'storage_test_module.wasm')) });
  return module;
}

/**
 * Runs SQL on a database under a key, a new one where no files are given.
 * @param {Record<string, Uint8Array>} files main file and log by their paths
 * @param {string} key hexadecimal digits
 * @param {string} sql
 * @returns {Promise<Uint8Array>} its main file afterwards, which holds everything
 */
export async function changed_database(files, key, sql) {
  const program = await storage_module();
  /** @param {string} name @param {string[]} values */
  const ask = (name, ...values) => {
    const answer = JSON.parse(program.ccall(name, 'string', values.map(() => 'string'), values));
    if (answer.code !== 0) throw new Error(`${values.join(' ')}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const pool = await openPool('/', { root: new SimulatedDisk().root() });
  program.opfs = pool;
  for (const [path, bytes] of Object.entries(files)) {
    const file = pool.open(path, true, false);
    pool.write(file, bytes, 0);
    pool.closeFile(file);
  }
  ask('storage_open', '/countersign.db', 'multipleciphers-opfs');
  ask('storage_run', `PRAGMA key='raw:${key}'; PRAGMA locking_mode=EXCLUSIVE`);
  ask('storage_run', sql);
  ask('storage_close');
  const blob = pool.exportFile('/countersign.db');
  pool.close();
  if (!blob) throw new Error('no database');
  return new Uint8Array(await blob.arrayBuffer());
}
