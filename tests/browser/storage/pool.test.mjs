// @ts-check
// The pool in a real browser: growth, damaged headers, corrupt databases put aside, rescue export, wiping, and what it says where there
// is no storage.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeProfile, openDatabase, startBrowser, startServer } from './harness.mjs';

/** @type {any} */ let server;
/** @type {any} */ let profile;
/** @type {any} */ let browser;
/** @type {any} */ let tab;

before(async () => {
  server = await startServer();
  profile = await makeProfile();
  // portal.test is this computer under a name that is not a secure context.
  browser = await startBrowser(profile.folder, ['--host-resolver-rules=MAP portal.test 127.0.0.1']);
  tab = await browser.openTab(server.origin);
});

after(async () => {
  await browser?.kill();
  await server?.close();
  await profile?.remove();
});

/** @param {string} base */
async function makeDatabase(base) {
  await openDatabase(tab, base);
  await tab.run("CREATE TABLE record(body TEXT); INSERT INTO record VALUES('kept')");
  await closeAll();
}

async function closeAll() {
  assert.equal((await tab.call('close')).code, 0);
  await tab.call('closePool');
}

/** @param {any[]} files */
const paths = (files) => files.map((file) => file.path).sort();

test('the pool opens more files before the free ones run out, and finds them again', async () => {
  const base = '/growth/';
  const start = await tab.call('openPool', base);
  assert.equal(start.capacity, 8);
  const names = Array.from({ length: 20 }, (_, index) => `/file-${index}`);
  for (const name of names) {
    assert.ok((await tab.call('openFile', name, true, false)) >= 0, name);
    await tab.call('settled');
  }
  const grown = await tab.call('describe');
  assert.ok(grown.free >= 3 && grown.capacity >= 23, JSON.stringify(grown));
  await tab.call('closePool');
  const again = await tab.call('openPool', base);
  assert.deepEqual(paths(again.files), names.sort());
  await tab.call('closePool');
});

test('without a free file left, opening fails with a reason and nothing breaks', async () => {
  await tab.call('openPool', '/no-room/');
  const results = await tab.page.evaluate(() => {
    // All at once: the worker has no moment to open more files.
    const { call } = /** @type {any} */ (window).storage_test;
    return Promise.all(Array.from({ length: 9 }, (_, index) => call('openFile', `/file-${index}`, true, false)));
  });
  assert.ok(results.every((/** @type {number} */ result) => result >= 0 || result === -3), String(results));
  await tab.call('settled');
  assert.ok((await tab.call('openFile', '/later', true, false)) >= 0);
  await tab.call('closePool');
});

test('several portals on one origin do not see each other', async () => {
  await makeDatabase('/a/b/');
  assert.deepEqual((await tab.call('openPool', '/a-b/')).files, []);
  await tab.call('closePool');
});

test('a database is open once at a time', async () => {
  await openDatabase(tab, '/sole/');
  assert.equal(await tab.call('openFile', '/test.db', true, true), -5);
  await closeAll();
});

for (const [which, at] of /** @type {[string, number][]} */ ([['first', 0], ['second', 4096]])) {
  test(`a damaged ${which} copy of a header harms nothing and is mended`, async () => {
    const base = `/header-${which}/`;
    await makeDatabase(base);
    await tab.call('damage', base, '/test.db', at + 20, 8, 0xff);
    for (let round = 0; round < 2; round++) {
      const pool = await openDatabase(tab, base);
      assert.deepEqual(pool.damaged, []);
      assert.deepEqual(await tab.run('SELECT body FROM record'), [['kept']]);
      await closeAll();
      // Had the copy not been mended, damaging the other one now would lose the name.
      if (round === 0) await tab.call('damage', base, '/test.db', (4096 - at) + 20, 8, 0xff);
    }
  });
}

test('when both copies are gone, the content is kept and can be given its name back', async () => {
  const base = '/header-both/';
  await makeDatabase(base);
  const name = await tab.call('damage', base, '/test.db', 0, 8192, 0);
  const pool = await tab.call('openPool', base);
  assert.deepEqual(pool.damaged, [`/damaged/${name}`]);
  const [file] = await tab.call('exportDatabase', `/damaged/${name}`);
  assert.equal(file.head, 'SQLite format 3');
  assert.equal((await tab.call('open', `/damaged/${name}`, 'opfs')).code, 0);
  await tab.run('PRAGMA locking_mode=EXCLUSIVE');
  assert.deepEqual(await tab.run('SELECT body FROM record'), [['kept']]);
  await closeAll();
});

test('files the pool did not make are left alone', async () => {
  const base = '/foreign/';
  await makeDatabase(base);
  await tab.call('writeRaw', base, 'notes.txt', [1, 2, 3]);
  await openDatabase(tab, base);
  await closeAll();
  assert.ok((await tab.call('fileNames', base)).includes('notes.txt'));
});

test('a corrupt database is found, exported, put aside with its log, and a new one made in its place', async () => {
  const base = '/corrupt/';
  await openDatabase(tab, base);
  await tab.run('PRAGMA wal_autocheckpoint=0');
  await tab.run("CREATE TABLE record(body TEXT); INSERT INTO record VALUES('unsent')");
  await tab.run('PRAGMA wal_checkpoint(TRUNCATE)');
  await closeAll();
  await tab.call('damage', base, '/test.db', 8192, 4096, 0x55);

  await tab.call('openPool', base);
  await tab.call('open', '/test.db', 'opfs');
  const broken = await tab.call('run', 'PRAGMA locking_mode=EXCLUSIVE; SELECT * FROM record');
  assert.ok([11, 26].includes(broken.code), `SQLITE_CORRUPT or SQLITE_NOTADB expected: ${JSON.stringify(broken)}`);
  assert.equal((await tab.call('close')).code, 0);
  const [file] = await tab.call('exportDatabase', '/test.db');
  assert.equal(file.name, 'test.db');
  assert.equal(file.size % 4096, 0);
  assert.equal(await tab.call('moveAside', '/test.db'), '/test.db.aside-1');
  await tab.call('closePool');

  await openDatabase(tab, base);
  await tab.run("CREATE TABLE record(body TEXT); INSERT INTO record VALUES('new')");
  assert.deepEqual(await tab.run('SELECT body FROM record'), [['new']]);
  assert.deepEqual(paths((await tab.call('describe')).files).filter((path) => path.includes('aside')), ['/test.db.aside-1']);
  await closeAll();
  // A second one gets the next number.
  await tab.call('openPool', base);
  assert.equal(await tab.call('moveAside', '/test.db'), '/test.db.aside-2');
  await tab.call('closePool');
});

test('an export while the database is open holds the log with the latest records', async () => {
  await openDatabase(tab, '/export/');
  await tab.run("CREATE TABLE record(body TEXT); INSERT INTO record VALUES('only in the log yet')");
  const files = await tab.call('exportDatabase', '/test.db');
  assert.deepEqual(files.map((/** @type {any} */ file) => file.name), ['test.db', 'test.db-wal']);
  assert.ok(files[1].size > 4096);
  await closeAll();
});

test('a pool that another tab holds is refused with "open_elsewhere", and opened as soon as that tab is gone', async () => {
  const base = '/held/';
  await makeDatabase(base);
  const holder = await browser.openTab(server.origin);
  await openDatabase(holder, base);
  await assert.rejects(tab.call('openPool', base, { lock_wait_milliseconds: 100 }), { key: 'open_elsewhere' });
  const opening = tab.call('openPool', base, { lock_wait_milliseconds: 30000 });
  await holder.page.close();
  assert.deepEqual(paths((await opening).files).includes('/test.db'), true);
  await tab.call('closePool');
});

test('where there is no storage, the error says why', async () => {
  const old = await browser.openTab(server.origin);
  await old.call('forgetOpfs');
  await assert.rejects(old.call('openPool', '/'), { key: 'no_opfs' });
  await old.call('refuseOpfs');
  await assert.rejects(old.call('openPool', '/'), { key: 'storage_blocked', detail: /SecurityError/ });
  await old.page.close();
  const plain = await browser.openTab(`http://portal.test:${server.port}`);
  await assert.rejects(plain.call('openPool', '/'), { key: 'insecure_context' });
  const lock_error = await plain.page.evaluate(() => {
    try {
      return String(/** @type {any} */ (window).storage_test.makeLock('/'));
    } catch (error) {
      return /** @type {any} */ (error).key;
    }
  });
  assert.equal(lock_error, 'insecure_context');
  await plain.page.close();
});

test('the screen is told how much is used and whether it may be deleted', async () => {
  const info = await tab.page.evaluate(() => /** @type {any} */ (window).storage_test.storageInfo());
  assert.ok(info.used_bytes > 0 && info.quota_bytes > info.used_bytes, JSON.stringify(info));
  assert.equal(typeof info.persisted, 'boolean');
  const { answer } = await tab.page.evaluate(() => /** @type {any} */ (window).storage_test.requestPersistence());
  assert.ok(['granted', 'refused'].includes(answer), answer);
});
