// @ts-check
// Databases under a key over OPFS: what lies on the disk, where salts and nonces come from, and a database in clear that is encrypted where it
// lies, in the browser and, on a simulated disk, while the power fails at every single operation.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openPool } from '../../../web/storage/opfs_pool.js';
import { makeProfile, openDatabase, startBrowser, startServer } from './harness.mjs';
import { SimulatedDisk, randomFrom } from './simulated_disk.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const folder = resolve(root, process.env.STORAGE_TEST_MODULE || 'build/wasm');
const secret = 'The alarm code of the shop in Brno is on the note';
const sqlite_head = 'SQLite format 3';
const key = 'k'.repeat(32);
const encrypting_vfs = 'multipleciphers-opfs';

/** @type {any} */ let server;
/** @type {any} */ let profile;
/** @type {any} */ let browser;

before(async () => {
  server = await startServer();
  profile = await makeProfile();
  browser = await startBrowser(profile.folder);
});

after(async () => {
  await browser?.kill();
  await server?.close();
  await profile?.remove();
});

/** Opens pool and database under the key, as the portal does. @param {any} tab @param {string} base */
async function open_under_key(tab, base) {
  await tab.call('openPool', base);
  const opened = await tab.call('open', '/test.db', encrypting_vfs);
  assert.equal(opened.code, 0, JSON.stringify(opened));
  await tab.run(`PRAGMA key='raw:${Buffer.from(key).toString('hex')}'`);
  await tab.run('PRAGMA locking_mode=EXCLUSIVE');
  assert.deepEqual(await tab.run('PRAGMA journal_mode=WAL'), [['wal']]);
  await tab.run('PRAGMA synchronous=FULL');
}

const fill = `CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE gone(text TEXT);
  WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 60)
  INSERT INTO note(text) SELECT '${secret} ' || i || hex(zeroblob(150)) FROM n;
  INSERT INTO gone SELECT text FROM note; DELETE FROM gone`;

/** All that is stored, read by itself. @param {any} tab @param {string} base */
async function stored(tab, base) {
  await tab.call('closePool');
  return tab.call('storedBytes', base);
}

test('neither the database nor its log holds a word in clear', async () => {
  const tab = await browser.openTab(server.origin);
  await open_under_key(tab, '/clear/');
  await tab.run(fill);
  const files = (await tab.call('describe')).files;
  assert.ok(files.some((/** @type {any} */ file) => file.path === '/test.db-wal' && file.size > 30_000), 'the log holds the rows');
  // Not closed by SQLite: the log stays.
  const with_log = await stored(tab, '/clear/');
  assert.ok(with_log.length > 30_000 && with_log.includes('/test.db-wal'));
  for (const word of [secret, sqlite_head]) assert.ok(!with_log.includes(word), word);

  await open_under_key(tab, '/clear/');
  assert.deepEqual(await tab.run('SELECT count(*) FROM note'), [['60']]);
  await tab.run('PRAGMA wal_checkpoint(TRUNCATE)');
  await tab.call('close');
  const without_log = await stored(tab, '/clear/');
  for (const word of [secret, sqlite_head]) assert.ok(!without_log.includes(word), word);

  // The same without a key: the test would find it.
  await openDatabase(tab, '/plain/');
  await tab.run(fill);
  await tab.call('close');
  const plain = await stored(tab, '/plain/');
  for (const word of [secret, sqlite_head]) assert.ok(plain.includes(word), word);
  await tab.page.close();
});

/** The first 16 bytes of a new database under the key, its salt, in hexadecimal digits; and random bytes of SQL. @param {any} tab @param {string} base */
async function salt_and_random(tab, base) {
  await open_under_key(tab, base);
  await tab.run(fill);
  const [[random]] = await tab.run('SELECT hex(randomblob(16))');
  await tab.call('close');
  const all = /** @type {string} */ (await stored(tab, base));
  // Every pool file begins with a header of 8192 bytes, in which the path stands at 20.
  const content = all.slice(all.indexOf('/test.db\0') - 20 + 8192);
  assert.ok(content.length > 8 * 4096);
  return { salt: Buffer.from(content.slice(0, 16), 'latin1').toString('hex'), content, random };
}

test('two databases of one key and one content have not a page in common', async () => {
  const [a, b] = [await browser.openTab(server.origin), await browser.openTab(server.origin)];
  const one = await salt_and_random(a, '/one/');
  const two = await salt_and_random(b, '/two/');
  assert.notEqual(one.salt, two.salt);
  assert.notEqual(one.random, two.random, 'xRandomness');
  const pages = (/** @type {string} */ content) => Array.from({ length: 8 }, (_, page) => content.slice(page * 4096, (page + 1) * 4096));
  for (const page of pages(one.content)) assert.ok(!pages(two.content).includes(page));
  await a.page.close();
  await b.page.close();
});

test('salts and nonces are the browser’s secure random numbers and nothing else: where those repeat, so do they', async () => {
  const [a, b] = [await browser.openTab(server.origin), await browser.openTab(server.origin)];
  const results = [];
  for (const [tab, base] of /** @type {const} */ ([[a, '/fixed-one/'], [b, '/fixed-two/']])) {
    await tab.call('openPool', base);
    await tab.call('closePool');
    await tab.call('fixRandomness');
    // The pool names its files by chance, too: those of this base are there already.
    results.push(await salt_and_random(tab, base));
  }
  assert.equal(results[0]?.salt, results[1]?.salt);
  assert.equal(results[0]?.random, results[1]?.random);
  assert.equal(results[0]?.content.slice(0, 4096), results[1]?.content.slice(0, 4096));
  await a.page.close();
  await b.page.close();
});

test('a database in clear is encrypted where it lies in the browser, its log with it, and loses nothing', async () => {
  const tab = await browser.openTab(server.origin);
  await openDatabase(tab, '/migrated/');
  await tab.run(fill);
  // As a browser that was killed leaves it: the rows are in the log alone.
  assert.ok((await stored(tab, '/migrated/')).includes(secret));
  await tab.call('openPool', '/migrated/');
  assert.deepEqual(await tab.call('encrypt', '/test.db', key), { key: '', detail: '' });
  const bytes = await stored(tab, '/migrated/');
  for (const word of [secret, sqlite_head]) assert.ok(!bytes.includes(word), word);
  await open_under_key(tab, '/migrated/');
  assert.deepEqual(await tab.run('PRAGMA integrity_check'), [['ok']]);
  assert.deepEqual(await tab.run(`SELECT count(*) FROM note WHERE text LIKE '${secret}%'`), [['60']]);
  await tab.call('close');
  await tab.call('closePool');
  await tab.page.close();
});

test('a browser that does not keep keys is found out before anything is encrypted with one, and a key that is there stays', async () => {
  const tab = await browser.openTab(server.origin);
  await tab.call('loseKeys', true);
  for (let start = 0; start < 2; start++) {
    await assert.rejects(tab.call('openKey', '/keyless/'), { key: 'storage_blocked' });
  }
  await tab.call('loseKeys', false);
  await tab.call('openKey', '/keyless/');
  await tab.call('openKey', '/keyless/');
  await tab.page.close();
});

test('the power may fail at any operation while a database in clear is encrypted over the pool: nothing is lost, and the next start does it again', async () => {
  // Emscripten 3.1.6 writes ES modules that still expect these two under Node.
  Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: folder });
  const { default: make_module } = await import(pathToFileURL(resolve(folder, 'storage_test_module.mjs')).href);
  const module = await make_module({ wasmBinary: readFileSync(resolve(folder, 'storage_test_module.wasm')) });
  /** @param {string} name @param {string[]} values */
  const ask = (name, ...values) => JSON.parse(module.ccall(name, 'string', values.map(() => 'string'), values));
  const base = '/power/';
  let done = false;
  let operations = 0;
  for (let at = 1; !done; at++) {
    const disk = new SimulatedDisk();
    module.opfs = await openPool(base, { root: disk.root() });
    ask('storage_open', '/test.db', 'opfs');
    ask('storage_run', `PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; ${fill}`);
    ask('storage_close');
    disk.power_fails_at = disk.operations + at;
    const encrypted = ask('storage_encrypt', '/test.db', key);
    done = disk.powered;
    assert.equal(encrypted.key === '', done, `operation ${at}: ${JSON.stringify(encrypted)}`);
    module.opfs.close();
    disk.restart(randomFrom(at));

    module.opfs = await openPool(base, { root: disk.root() });
    assert.deepEqual(module.opfs.describe().damaged, [], `operation ${at}`);
    assert.deepEqual(ask('storage_encrypt', '/test.db', key), { key: '', detail: '' }, `operation ${at}`);
    ask('storage_open', '/test.db', encrypting_vfs);
    const hex = Buffer.from(key).toString('hex');
    assert.equal(ask('storage_run', `PRAGMA key='raw:${hex}'; PRAGMA locking_mode=EXCLUSIVE`).code, 0, `operation ${at}`);
    assert.deepEqual(ask('storage_run', 'PRAGMA integrity_check').rows, [['ok']], `operation ${at}`);
    assert.deepEqual(ask('storage_run', `SELECT count(*) FROM note WHERE text LIKE '${secret}%'`).rows, [['60']], `operation ${at}`);
    ask('storage_close');
    module.opfs.close();
    operations = at;
  }
  assert.ok(operations > 20, `${operations} operations`);
});
