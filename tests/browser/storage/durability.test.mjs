// @ts-check
// What was reported as committed is there after the browser was killed hard in the middle of writing; a full quota loses nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeProfile, openDatabase, startBrowser, startServer } from './harness.mjs';

/** @type {any} */ let server;
/** @type {any} */ let profile;

before(async () => {
  server = await startServer();
  profile = await makeProfile();
});

after(async () => {
  await server?.close();
  await profile?.remove();
});

/**
 * Writes rows one transaction each until `reports` commits have been reported, then kills the browser. Returns the last number that
 * reached us: more may have been committed, never fewer.
 * @param {string} base @param {string} journal_mode @param {number} reports
 */
async function writeUntilKilled(base, journal_mode, reports) {
  const browser = await startBrowser(profile.folder);
  try {
    const tab = await browser.openTab(server.origin);
    await openDatabase(tab, base);
    await tab.run(`PRAGMA journal_mode=${journal_mode}`);
    await tab.run('CREATE TABLE IF NOT EXISTS record(id INTEGER PRIMARY KEY, body TEXT, size INTEGER)');
    const [[before_text]] = await tab.run('SELECT count(*) FROM record');
    let reported = 0;
    const enough = new Promise((done) => {
      tab.page.exposeBinding('report', (_source, /** @type {number} */ count) => {
        reported = count;
        if (count >= reports) done(undefined);
      });
    });
    await tab.page.waitForFunction(() => 'report' in window);
    // Rows of changing size, some over several pages, so that the kill falls into all kinds of work; checkpoints often.
    await tab.run('PRAGMA wal_autocheckpoint=20');
    const writing = tab.call('writeForever', 'INSERT INTO record(body, size) SELECT hex(zeroblob(n)), n * 2 FROM (SELECT abs(random()) % 6000 AS n)');
    const broken = writing.then(() => undefined, (/** @type {Error} */ error) => error);
    const failed = await Promise.race([enough, broken]);
    if (failed instanceof Error && reported < reports) throw failed;
    await browser.kill();
    return { before: Number(before_text), reported };
  } finally {
    await browser.kill();
  }
}

for (const [journal_mode, kills] of /** @type {[string, number[]][]} */ ([['WAL', [1, 40, 333]], ['DELETE', [1, 60]]])) {
  test(`nothing reported as committed is lost when the browser is killed (journal mode ${journal_mode})`, async () => {
    const base = `/killed-${journal_mode.toLowerCase()}/`;
    for (const reports of kills) {
      const { before: rows_before, reported } = await writeUntilKilled(base, journal_mode, reports);
      const browser = await startBrowser(profile.folder);
      try {
        const tab = await browser.openTab(server.origin);
        const pool = await openDatabase(tab, base);
        assert.deepEqual(pool.damaged, []);
        const [[count, last, whole]] = await tab.run('SELECT count(*), max(id), sum(length(body) = size) FROM record');
        assert.ok(Number(count) >= rows_before + reported, `${count} rows, ${rows_before} + ${reported} reported`);
        assert.equal(count, last, 'a row is missing in between');
        assert.equal(whole, count, 'a row is not whole');
        assert.deepEqual(await tab.run('PRAGMA integrity_check'), [['ok']]);
        await tab.run("INSERT INTO record(body, size) VALUES('', 0)");
      } finally {
        await browser.kill();
      }
    }
  });
}

test('a full quota refuses the transaction, keeps what was committed, and writing goes on when there is room again', async () => {
  const base = '/quota/';
  const browser = await startBrowser(profile.folder);
  try {
    const tab = await browser.openTab(server.origin);
    await openDatabase(tab, base);
    await tab.run('CREATE TABLE record(id INTEGER PRIMARY KEY, body TEXT)');
    const { used_bytes } = await tab.page.evaluate(() => /** @type {any} */ (window).storage_test.storageInfo());
    const session = await browser.context.newCDPSession(tab.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: used_bytes + 3_000_000 });

    let committed = 0;
    /** @type {any} */ let result;
    for (; committed < 2000; committed++) {
      result = await tab.call('run', 'INSERT INTO record(body) VALUES(hex(zeroblob(50000)))');
      if (result.code !== 0) break;
    }
    assert.equal(result.code & 0xff, 13, `SQLITE_FULL expected after ${committed} rows: ${JSON.stringify(result)}`);
    assert.equal(result.problem.key, 'storage_full');
    assert.match(result.problem.detail, /Quota|stored/);
    assert.ok(committed > 0, 'nothing fitted at all');
    assert.deepEqual(await tab.run('SELECT count(*) FROM record'), [[String(committed)]]);

    // Still full: the database can be put aside (renaming needs no space) and the pool opened again.
    assert.equal((await tab.call('close')).code, 0);
    await tab.call('closePool');
    await openDatabase(tab, base);
    assert.deepEqual(await tab.run('SELECT count(*) FROM record'), [[String(committed)]]);

    await session.send('Storage.overrideQuotaForOrigin', { origin: server.origin });
    await tab.run('INSERT INTO record(body) VALUES(hex(zeroblob(50000)))');
    assert.deepEqual(await tab.run('SELECT count(*) FROM record'), [[String(committed + 1)]]);
    assert.deepEqual(await tab.run('PRAGMA integrity_check'), [['ok']]);
  } finally {
    await browser.kill();
  }
});
