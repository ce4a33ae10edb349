// @ts-check
// The portal starts without a network, from one complete build, under any path; the programming interface is never served from storage.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, launch, shown } from '../support/portal.mjs';
import { start_site, wire } from './stub_site.mjs';

/** @type {Awaited<ReturnType<typeof start_site>>} */
let site;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => {
  site = await start_site({ base: '/portal/' });
  browser = await launch();
});
after(async () => {
  await browser.close();
  await site.stop();
  assert.deepEqual([browser.violations, browser.errors], [[], []]);
});

/** @param {import('playwright-core').Page} page */
const runs = (page) => page.waitForFunction(() => document.getElementById('problem')?.hidden && document.getElementById('splash')?.hidden);
/** @param {import('playwright-core').Page} page */
const caches_of = (page) => page.evaluate(() => caches.keys());
/** @param {import('playwright-core').Page} page */
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);

test('after the first visit every path starts with the server gone', async () => {
  const page = await browser.open(site.address);
  await controlled(page);
  assert.deepEqual(await caches_of(page), ['countersign /portal/ one']);
  await site.stop();
  await page.goto(`${site.address}visits/123`);
  await runs(page);
  const program = await wire(page);
  await program.tree({ o: 'add', id: 1, parent: 0, before: 0, n: { role: 'screen', name: 'Offline', rect: [0, 0, 9, 9] } });
  await shown(page, 'main', 'Offline');
  const answer = await page.evaluate(() => fetch('api/v1/me').then(() => 'answered', () => 'refused'));
  assert.equal(answer, 'refused', 'api/ is not served from storage');
  await site.start();
  await page.close();
});

test('a network that hangs does not keep the portal from starting: the kept copy is used while the answer is still to come', async () => {
  const page = await browser.context.newPage();
  site.state.hanging = true;
  site.state.unanswered = site.state.given_up = 0;
  await page.goto(site.address);
  await runs(page);
  assert.ok(site.state.unanswered > 0, 'the network was asked, and has not answered yet');
  await eventually(() => assert.ok(site.state.given_up > 0, 'a request that hangs is given up: it would keep a newer service worker out'));
  site.state.hanging = false;
  await page.close();
});

test('the interface is asked every time, and other paths of the origin are left alone', async () => {
  const page = await browser.context.newPage();
  await page.goto(site.address);
  await runs(page);
  site.state.requests.length = 0;
  for (let time = 0; time < 2; time++) await page.evaluate(() => fetch('api/v1/me').then((answer) => answer.text()));
  assert.equal(site.state.requests.filter((path) => path === '/portal/api/v1/me').length, 2);
  assert.equal(await page.evaluate(() => fetch('/elsewhere').then((answer) => answer.status)), 404);
  await page.close();
});

test('a new build waits, tells the program, and takes over when it is asked to', async () => {
  const page = await browser.context.newPage();
  await page.goto(site.address);
  await runs(page);
  const program = await wire(page);
  await program.rest('');
  site.state.build = 'two';
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await program.expect({ t: 'update_ready' });
  assert.deepEqual((await caches_of(page)).sort(), ['countersign /portal/ one', 'countersign /portal/ two']);
  await program.say({ t: 'reload' });
  await page.waitForFunction(() => document.querySelector('script')?.src.includes('/app/two/'));
  await runs(page);
  await eventually(async () => assert.deepEqual(await caches_of(page), ['countersign /portal/ two']));
  await page.close();
});

test('a page that already is of the new build lets its service worker in without asking', async () => {
  const page = await browser.context.newPage();
  await page.goto(site.address);
  await runs(page);
  site.state.build = 'three';
  await page.goto(site.address);
  await runs(page);
  const program = await wire(page);
  await eventually(async () => assert.deepEqual(await caches_of(page), ['countersign /portal/ three']));
  assert.deepEqual(await program.rest('update_ready'), []);
  await page.close();
});

test('a set that is not complete is not kept: the build before stays', async () => {
  const page = await browser.context.newPage();
  await page.goto(site.address);
  await runs(page);
  site.state.build = 'four';
  site.state.missing.add('page/mirror.js');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    const found = registration?.installing;
    if (found) await new Promise((resolve) => found.addEventListener('statechange', () => found.state === 'redundant' && resolve(null)));
  });
  await site.stop();
  await page.goto(site.address);
  await runs(page);
  assert.equal(await page.evaluate(() => document.querySelector('script')?.src.includes('/app/three/')), true);
  site.state.missing.clear();
  await site.start();
  await page.close();
});
