// @ts-check
// One tab owns the database: a second tab is told, can take over without losing anything, and inherits from a tab that died.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeProfile, openDatabase, startBrowser, startServer } from './harness.mjs';

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

/** A tab with a lock object for `base`. @param {string} base */
async function openTab(base) {
  const tab = await browser.openTab(server.origin);
  await tab.page.evaluate((/** @type {string} */ path) => {
    const { storage_test } = /** @type {any} */ (window);
    storage_test.lock = storage_test.makeLock(path);
  }, base);
  /** @param {string} method @param {object} [options] */
  const lock = (method, options) =>
    tab.page.evaluate(
      (/** @type {[string, object | undefined]} */ [name, value]) => /** @type {any} */ (window).storage_test.lock[name](value),
      /** @type {[string, object | undefined]} */ ([method, options]),
    );
  const owned = () => tab.page.evaluate(() => /** @type {any} */ (window).storage_test.lock.owned);
  const events = () => tab.page.evaluate(() => /** @type {any} */ (window).storage_test.events);
  return { ...tab, lock, owned, events };
}

/** @param {any} tab @param {string} base */
async function openAndWrite(tab, base, text = '') {
  await openDatabase(tab, base);
  await tab.run('CREATE TABLE IF NOT EXISTS record(body TEXT)');
  if (text) await tab.run(`INSERT INTO record VALUES('${text}')`);
}

test('the second tab is told, takes over, and finds what the first one wrote; the first can take it back', async () => {
  const base = '/take-over/';
  const first = await openTab(base);
  assert.equal(await first.lock('acquire'), 'owned');
  await openAndWrite(first, base, 'from the first');
  const second = await openTab(base);
  assert.equal(await second.lock('acquire', { wait_milliseconds: 50 }), 'elsewhere');
  assert.equal(await second.lock('takeOver'), 'owned');
  await openAndWrite(second, base, 'from the second');
  assert.deepEqual(await second.run('SELECT body FROM record'), [['from the first'], ['from the second']]);
  assert.deepEqual(await first.events(), ['hand_over']);
  assert.equal(await first.owned(), false);
  assert.equal(await first.lock('acquire', { wait_milliseconds: 50 }), 'elsewhere');

  assert.equal(await first.lock('takeOver'), 'owned');
  await openAndWrite(first, base);
  assert.deepEqual(await first.run('SELECT count(*) FROM record'), [['2']]);
  await first.page.close();
  await second.page.close();
});

test('the tab that asked gets the database, not one that has been waiting longer', async () => {
  const base = '/in-line/';
  const owner = await openTab(base);
  await owner.lock('acquire');
  await openAndWrite(owner, base);
  const waiting = await openTab(base);
  await waiting.page.evaluate(() => void /** @type {any} */ (window).storage_test.lock.whenOwned());
  const asking = await openTab(base);
  assert.equal(await asking.lock('takeOver'), 'owned');
  assert.equal(await waiting.owned(), false);
  await openAndWrite(asking, base);
  // When that one is closed, the waiting tab inherits.
  await asking.page.close();
  assert.equal(await waiting.lock('whenOwned'), true);
  await openAndWrite(waiting, base);
  await owner.page.close();
  await waiting.page.close();
});

test('two tabs that ask at once get it one after the other, and the database is never open twice', async () => {
  const base = '/both/';
  const owner = await openTab(base);
  await owner.lock('acquire');
  await openAndWrite(owner, base, 'kept');
  const [second, third] = [await openTab(base), await openTab(base)];
  const answers = await Promise.all([second.lock('takeOver'), third.lock('takeOver')]);
  assert.deepEqual(answers, ['owned', 'owned']);
  const owners = [];
  for (const tab of [owner, second, third]) if (await tab.owned()) owners.push(tab);
  assert.equal(owners.length, 1);
  await openAndWrite(owners[0], base);
  assert.deepEqual(await owners[0]?.run('SELECT body FROM record'), [['kept']]);
  for (const tab of [owner, second, third]) await tab.page.close();
});

test('an owner that cannot close keeps the database, and the other tab is told', async () => {
  const base = '/refused/';
  const owner = await openTab(base);
  await owner.lock('acquire');
  await owner.page.evaluate(() => (/** @type {any} */ (window).storage_test.cannot_close = true));
  const asking = await openTab(base);
  assert.equal(await asking.lock('takeOver'), 'refused');
  assert.equal(await owner.owned(), true);
  await owner.page.close();
  await asking.page.close();
});

test('an owner that does not answer is reported; when it dies, its database goes to the waiting tab with all its rows', async () => {
  const base = '/killed/';
  const owner = await openTab(base);
  await owner.lock('acquire');
  await openAndWrite(owner, base, 'committed before the crash');
  const waiting = await openTab(base);
  // The owner's page is stuck: it cannot hear the question.
  const session = await browser.context.newCDPSession(owner.page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  owner.page.evaluate(() => 1).catch(() => 'the page crashes below');
  assert.equal(await waiting.lock('takeOver', { wait_milliseconds: 300 }), 'no_answer');
  const inherited = waiting.lock('whenOwned');
  const crashed = new Promise((done) => owner.page.once('crash', done));
  session.send('Page.crash').catch(() => 'the renderer dies before it can answer');
  await crashed;
  assert.equal(await inherited, true);
  await openAndWrite(waiting, base);
  assert.deepEqual(await waiting.run('SELECT body FROM record'), [['committed before the crash']]);
  await waiting.page.close();
});

test('a page that reloads gets its own database back', async () => {
  const base = '/reload/';
  let tab = await openTab(base);
  await tab.lock('acquire');
  await openAndWrite(tab, base, 'before');
  await tab.page.reload();
  await tab.page.waitForFunction(() => 'storage_test' in window);
  await tab.page.evaluate((/** @type {string} */ path) => {
    const { storage_test } = /** @type {any} */ (window);
    storage_test.lock = storage_test.makeLock(path);
  }, base);
  assert.equal(await tab.lock('acquire', { wait_milliseconds: 5000 }), 'owned');
  await openAndWrite(tab, base);
  assert.deepEqual(await tab.run('SELECT body FROM record'), [['before']]);
  await tab.page.close();
});
