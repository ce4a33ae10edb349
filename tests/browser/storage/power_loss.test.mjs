// @ts-check
// The pool and SQLite over it on a simulated disk whose power fails: at every single operation for the pool, at random ones for SQLite.
// Runs under Node with the wasm module of the browser tests; each failure names its seed.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openPool } from '../../../web/storage/opfs_pool.js';
import { SimulatedDisk, randomFrom } from './simulated_disk.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const folder = resolve(root, process.env.STORAGE_TEST_MODULE || 'build/wasm');
const base = '/power/';

/** @type {any} */ let module;

before(async () => {
  if (!globalThis.crypto) Object.assign(globalThis, { crypto: webcrypto }); // Node 18
  // Emscripten 3.1.6 writes ES modules that still expect these two under Node.
  Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: folder });
  const { default: makeModule } = await import(pathToFileURL(resolve(folder, 'storage_test_module.mjs')).href);
  module = await makeModule({ wasmBinary: readFileSync(resolve(folder, 'storage_test_module.wasm')) });
});

/** @param {string} name @param {string[]} values */
const ask = (name, ...values) => JSON.parse(module.ccall(name, 'string', values.map(() => 'string'), values));
/** @param {string} sql */
const run = (sql) => ask('storage_run', sql);

/** Opens pool and database; false when the power failed meanwhile. @param {SimulatedDisk} disk @param {string} settings */
async function openDatabase(disk, settings) {
  try {
    module.opfs = await openPool(base, { root: disk.root() });
  } catch (error) {
    if (disk.powered) throw error;
    return false;
  }
  if (ask('storage_open', '/test.db', 'opfs').code !== 0) return false;
  return run(`PRAGMA locking_mode=EXCLUSIVE; ${settings}`).code === 0;
}

/**
 * Commits rows until the power fails at a random operation, starts again, and returns how many committed rows were lost. The database
 * must be whole in any case.
 * @param {number} seed @param {string} settings
 */
async function rowsLost(seed, settings) {
  const random = randomFrom(seed);
  const disk = new SimulatedDisk();
  disk.power_fails_at = 20 + Math.floor(random() * 600);
  let committed = 0;
  const lives = await openDatabase(disk, settings);
  if (lives && run('CREATE TABLE record(id INTEGER PRIMARY KEY, body TEXT, size INTEGER)').code === 0) {
    while (disk.powered) {
      const size = Math.floor(random() * 9000);
      if (run(`INSERT INTO record(body, size) VALUES(hex(zeroblob(${size})), ${2 * size})`).code === 0) committed++;
    }
  }
  ask('storage_close');
  module.opfs?.close();
  disk.restart(random);

  assert.ok(await openDatabase(disk, settings), `seed ${seed}: does not open: ${module.opfs.last_error}`);
  assert.deepEqual(module.opfs.describe().damaged, [], `seed ${seed}`);
  run('CREATE TABLE IF NOT EXISTS record(id INTEGER PRIMARY KEY, body TEXT, size INTEGER)');
  // Without flushing the trees may run in circles: count no further than makes sense, and look at nothing else.
  const limit = committed + 2;
  const found = run(`SELECT count(*), max(id) FROM (SELECT id FROM record LIMIT ${limit})`).rows;
  const [count, last] = found ? found[0].map(Number) : [0, 0];
  if (/synchronous=FULL/.test(settings)) {
    assert.deepEqual(run('PRAGMA integrity_check').rows, [['ok']], `seed ${seed}`);
    assert.equal(count, last, `seed ${seed}: a row in between is missing`);
    assert.deepEqual(run('SELECT count(*) FROM record WHERE length(body) <> size').rows, [['0']], `seed ${seed}: a row is not whole`);
    assert.ok(count <= committed + 1, `seed ${seed}: ${count} rows, ${committed} committed`);
  }
  ask('storage_close');
  module.opfs.close();
  return Math.max(0, committed - count);
}

for (const mode of ['WAL', 'DELETE', 'TRUNCATE', 'PERSIST']) {
  test(`a power cut loses no committed row (journal mode ${mode}, 120 seeds)`, async () => {
    for (let seed = 1; seed <= 120; seed++) {
      const settings = `PRAGMA journal_mode=${mode}; PRAGMA wal_autocheckpoint=10; PRAGMA synchronous=FULL`;
      assert.equal(await rowsLost(seed, settings), 0, `seed ${seed}: committed rows are gone`);
    }
  });
}

test('the simulated power cut does lose what was not flushed', async () => {
  let lost = 0;
  for (let seed = 1; seed <= 20; seed++) lost += await rowsLost(seed, 'PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF');
  assert.ok(lost > 0, 'nothing was lost without flushing: the tests above prove nothing');
});

/**
 * Does `action` on a pool with the power failing at every operation in turn, and hands what is found afterwards to `check`.
 * @param {(pool: any) => unknown} prepare @param {(pool: any) => unknown} action @param {(pool: any, at: number) => void} check
 */
async function atEveryOperation(prepare, action, check) {
  for (let at = 1, done = false; !done; at++) {
    assert.ok(at < 500, 'the action never ends');
    for (let seed = 1; seed <= 40; seed++) {
      const disk = new SimulatedDisk();
      const pool = await openPool(base, { root: disk.root() });
      await prepare(pool);
      disk.power_fails_at = disk.operations + at;
      const refused = await Promise.resolve()
        .then(() => action(pool))
        .then(() => undefined, (/** @type {Error} */ error) => error);
      if (refused && disk.powered) throw refused;
      done = disk.powered;
      pool.close();
      disk.restart(randomFrom(seed * 1000 + at));
      const again = await openPool(base, { root: disk.root() });
      check(again, at);
      again.close();
    }
  }
}

/** Makes a file with this text as content, flushed. @param {any} pool @param {string} path @param {string} text */
function store(pool, path, text) {
  const file = pool.open(path, true, false);
  assert.ok(file >= 0);
  pool.write(file, new TextEncoder().encode(text), 0);
  pool.sync(file);
  pool.closeFile(file);
}

/** @param {any} pool @param {string} path */
function load(pool, path) {
  const file = pool.open(path, false, false);
  if (file < 0) return null;
  const bytes = new Uint8Array(pool.size(file));
  pool.read(file, bytes, 0);
  pool.closeFile(file);
  return new TextDecoder().decode(bytes);
}

test('putting a database aside moves all its files or none, at whichever operation the power fails', async () => {
  const seen = new Set();
  await atEveryOperation(
    (pool) => {
      store(pool, '/a.db', 'main');
      store(pool, '/a.db-wal', 'log');
      store(pool, '/b.db', 'other');
    },
    (pool) => pool.moveAside('/a.db'),
    (pool, at) => {
      const found = ['/a.db', '/a.db-wal', '/a.db.aside-1', '/a.db.aside-1-wal', '/b.db'].map((path) => load(pool, path)).join();
      assert.ok(['main,log,,,other', ',,main,log,other'].includes(found), `operation ${at}: ${found}`);
      assert.equal(pool.describe().files.length, 3, `operation ${at}`);
      seen.add(found);
    },
  );
  assert.equal(seen.size, 2, 'only one outcome was ever seen');
});

test('deleting a file leaves it whole or gone, and others alone, at whichever operation the power fails', async () => {
  const seen = new Set();
  await atEveryOperation(
    (pool) => {
      store(pool, '/a', 'going');
      store(pool, '/b', 'staying');
    },
    (pool) => pool.remove('/a'),
    (pool, at) => {
      const found = `${load(pool, '/a')},${load(pool, '/b')}`;
      assert.ok(['going,staying', 'null,staying'].includes(found), `operation ${at}: ${found}`);
      seen.add(found);
    },
  );
  assert.equal(seen.size, 2, 'only one outcome was ever seen');
});

test('a new file in place of a deleted one never shows old content', async () => {
  await atEveryOperation(
    (pool) => store(pool, '/old', 'old content'),
    (pool) => {
      // All other files are taken, so that the one just freed is used again.
      while (pool.describe().free > 0 && pool.open('', true, false) >= 0);
      pool.remove('/old');
      return pool.open('/new', true, false);
    },
    (pool, at) => assert.ok(['', null].includes(load(pool, '/new')), `operation ${at}: ${load(pool, '/new')}`),
  );
});

/**
 * As the portal does when it starts anew; the operation that fails may be one of the start itself.
 * @param {SimulatedDisk} disk @param {string} settings @param {number} at
 */
async function reopen(disk, settings, at) {
  for (let attempt = 1; attempt <= 2; attempt++) {
    ask('storage_close');
    module.opfs.close();
    if (await openDatabase(disk, settings)) return;
  }
  assert.fail(`operation ${at}: does not open again: ${module.opfs.last_error}: ${JSON.stringify(run('SELECT 1'))}`);
}

/**
 * Commits rows while one operation of the disk throws, tries each refused row again, opening the database anew where it asks for that, and
 * returns how often something was refused.
 * @param {number} at @param {string} error
 */
async function refusedAt(at, error) {
  const settings = 'PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=4; PRAGMA synchronous=FULL';
  const disk = new SimulatedDisk();
  disk.once_error = error;
  assert.ok(await openDatabase(disk, settings));
  assert.equal(run('CREATE TABLE record(id INTEGER PRIMARY KEY, body TEXT)').code, 0);
  disk.fails_once_at = disk.operations + at;
  let refused = 0;
  for (let row = 1; row <= 12; row++) {
    const insert = `INSERT INTO record(id, body) VALUES(${row}, hex(zeroblob(${row * 700})))`;
    let result = run(insert);
    if (result.code !== 0) {
      refused++;
      const words = error === 'QuotaExceededError' ? [13, 10] : [10];
      assert.ok(words.includes(result.code & 0xff), `operation ${at}: code ${result.code}`);
      // What was refused is not there, neither now nor after a retry twice.
      result = run(insert);
      if (result.code !== 0) {
        await reopen(disk, settings, at);
        result = run(`INSERT OR IGNORE INTO record(id, body) VALUES(${row}, hex(zeroblob(${row * 700})))`);
      }
    }
    assert.equal(result.code, 0, `operation ${at}, row ${row}`);
  }
  await reopen(disk, settings, at);
  assert.deepEqual(run('PRAGMA integrity_check').rows, [['ok']], `operation ${at}`);
  assert.deepEqual(run('SELECT count(*), sum(length(body)) FROM record').rows, [['12', String(78 * 1400)]], `operation ${at}`);
  ask('storage_close');
  module.opfs.close();
  return { refused, reached: disk.operations >= disk.fails_once_at };
}

for (const error of ['QuotaExceededError', 'InvalidStateError']) {
  test(`a disk that throws ${error} at any one operation loses no row and stores none twice`, async () => {
    let refused = 0;
    for (let at = 1; ; at++) {
      const outcome = await refusedAt(at, error);
      refused += outcome.refused;
      if (!outcome.reached) break;
      assert.ok(at < 500, 'the rows never end');
    }
    assert.ok(refused > 10, `refused only ${refused} times: the test proves nothing`);
  });
}

test('after a failed flush nothing is called saved until the database is opened again', async () => {
  const disk = new SimulatedDisk();
  assert.ok(await openDatabase(disk, 'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL'));
  run("CREATE TABLE record(body TEXT); INSERT INTO record VALUES('first')");
  disk.flush_error = 'input/output error';
  assert.equal(run("INSERT INTO record VALUES('second')").code & 0xff, 10);
  disk.flush_error = '';
  const refused = run("INSERT INTO record VALUES('third')");
  assert.equal(refused.code & 0xff, 10, JSON.stringify(refused));
  assert.equal(refused.problem.key, 'storage_failed');
  assert.match(refused.problem.detail, /flush: InvalidStateError: input\/output error/);
  ask('storage_close');
  ask('storage_open', '/test.db', 'opfs');
  assert.equal(run("PRAGMA locking_mode=EXCLUSIVE; INSERT INTO record VALUES('fourth')").code, 0);
  ask('storage_close');
  module.opfs.close();
});

for (const vfs of ['opfs', 'multipleciphers-opfs']) {
  test(`a failed read is an error, and nothing is written after it (VFS ${vfs})`, async () => {
    const disk = new SimulatedDisk();
    module.opfs = await openPool(base, { root: disk.root() });
    ask('storage_open', '/test.db', vfs);
    run("CREATE TABLE record(body TEXT); INSERT INTO record SELECT hex(zeroblob(100000)); INSERT INTO record VALUES('last')");
    ask('storage_close');
    ask('storage_open', '/test.db', vfs);
    run('SELECT count(*) FROM sqlite_schema');
    disk.read_error = 'medium error';
    assert.notEqual(run('SELECT sum(length(body)) FROM record').code, 0);
    disk.read_error = '';
    assert.notEqual(run("INSERT INTO record VALUES('doubtful')").code, 0);
    ask('storage_close');
    ask('storage_open', '/test.db', vfs);
    assert.deepEqual(run('SELECT sum(length(body)) FROM record').rows, [['200004']]);
    ask('storage_close');
    module.opfs.close();
  });
}
