// @ts-check
// One tab owns the database: a second one offers to take over, and the first hands over cleanly.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, launch, shown, started } from '../support/portal.mjs';
import { start_site, wire } from './stub_site.mjs';

/** @type {Awaited<ReturnType<typeof start_site>>} */
let site;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(async () => {
  site = await start_site();
  browser = await launch();
});
after(async () => {
  await browser.close();
  await site.stop();
  assert.deepEqual([browser.violations, browser.errors], [[], []]);
});

const title = 'Countersign is open in another tab';
/** @param {import('playwright-core').Page} page */
const runs = (page) => page.waitForFunction(() => document.getElementById('problem')?.hidden && document.getElementById('splash')?.hidden);

test('"Use it here" moves the program to the second tab, and back again', async () => {
  const first = await browser.open(site.address);
  await runs(first);
  const listener = await wire(first);
  const second = await browser.context.newPage();
  await second.goto(site.address);
  await shown(second, 'heading', title);
  await second.getByRole('button', { name: 'Use it here' }).click();
  await listener.expect({ t: 'hand_over' });
  await runs(second);
  await shown(first, 'heading', title);
  await first.getByRole('button', { name: 'Use it here' }).click();
  await eventually(async () => (await second.locator('#problem h1').textContent()) === title);
  await started(first);
  await runs(first);
  await first.close();
  await second.close();
});

test('a waiting tab starts by itself when the other is closed', async () => {
  const first = await browser.context.newPage();
  await first.goto(site.address);
  await runs(first);
  const second = await browser.context.newPage();
  await second.goto(site.address);
  await shown(second, 'heading', title);
  await first.close();
  await runs(second);
  await second.close();
});

test('a tab that got no answer goes on waiting, and starts when the other one is closed', async () => {
  const first = await browser.context.newPage();
  await first.goto(site.address);
  await runs(first);
  const busy = await wire(first);
  const second = await browser.context.newPage();
  await second.goto(site.address);
  await shown(second, 'heading', title);
  // It was handed over once and asks for it as it loads; the other tab's program is busy for longer than anybody waits.
  await second.evaluate((key) => sessionStorage.setItem(key, '1'), `countersign:${site.base}:take_over`);
  await busy.say({ t: 'cursor', css: 'auto' }, 30_000);
  await second.reload();
  await shown(second, 'heading', title);
  await second.getByText('Details for support').click();
  await second.getByText(/take over: no_answer/).waitFor();
  await first.close();
  await runs(second);
  await second.close();
});

test('a tab that is asked for the database while it starts gives it up for good', async () => {
  const fresh = await launch();
  const first = await fresh.context.newPage();
  /** @type {() => void} */
  let go_on = () => undefined;
  const held = new Promise((/** @type {(value: void) => void} */ resolve) => (go_on = resolve));
  await first.route('**/storage/opfs_pool.js', async (route) => {
    await held;
    await route.continue();
  });
  const starting = first.waitForRequest('**/storage/opfs_pool.js');
  await first.goto(site.address);
  await starting;
  const second = await fresh.context.newPage();
  await second.goto(site.address);
  await shown(second, 'heading', title);
  await second.getByRole('button', { name: 'Use it here' }).click();
  await runs(second);
  await shown(first, 'heading', title);
  go_on();
  await first.waitForResponse('**/storage/opfs_pool.js');
  await second.close();
  // Were the first one's files open, this one could not open them.
  const third = await fresh.context.newPage();
  await third.goto(site.address);
  await runs(third);
  assert.deepEqual([fresh.violations, fresh.errors], [[], []]);
  await fresh.close();
});

test('after a crash of the owner the next tab gets the database', async () => {
  const first = await browser.context.newPage();
  await first.goto(site.address);
  await runs(first);
  await first.keyboard.press('F9');
  await shown(first, 'heading', 'Countersign has stopped');
  const second = await browser.context.newPage();
  await second.goto(site.address);
  await runs(second);
  await second.close();
  await first.close();
});

test('a browser that was killed starts again with the same profile, and gets its database', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'countersign-page-'));
  const before_kill = await launch({ profile });
  const page = await before_kill.open(site.address);
  await runs(page);
  await before_kill.kill();
  const after_kill = await launch({ profile });
  await runs(await after_kill.open(site.address));
  await after_kill.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
