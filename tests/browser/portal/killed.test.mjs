// @ts-check
// Chromium killed hard at random moments while somebody writes: what the screen showed as recorded is there when the same profile is opened
// again. Three times here; COUNTERSIGN_KILLS=50 node tests/browser/run.mjs portal/killed for as many as one likes, COUNTERSIGN_SEED chooses
// other moments.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fill, launch, pause, press, shown_text } from '../support/portal.mjs';
import { start_server, temporary_folder } from '../support/server.mjs';
import { go_to, sign_in } from '../support/session.mjs';

const kills = Number(process.env.COUNTERSIGN_KILLS ?? 3);
let seed = Number(process.env.COUNTERSIGN_SEED ?? 1);

/** mulberry32: the same moments for the same seed. */
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
let profile = '';
before(async () => {
  server = await start_server();
  profile = await temporary_folder('killed');
});
after(async () => {
  await server?.remove();
  await rm(profile, { recursive: true, force: true });
});

const open = () => launch({ profile, locale: 'en-GB', viewport: { width: 1280, height: 900 } });

/** Writes comments until the browser is gone; answers those that the screen showed. @param {import('playwright-core').Page} page @param {number} round */
async function write_until_killed(page, round) {
  const shown = [];
  for (let number = 1; ; ++number) {
    const text = `Round ${round}, entry ${number}.`;
    try {
      await fill(page, 'Your comment', text);
      await press(page, 'button', 'Add comment');
      await shown_text(page, text, { exact: true });
    } catch (problem) {
      if (page.isClosed()) return shown;
      throw problem;
    }
    shown.push(text);
  }
}

test(`killed ${kills} times while writing, with and without the server, the browser has lost nothing that it showed as recorded`, async (context) => {
  let browser = await open();
  let page = await browser.open(server.url);
  await sign_in(page, 'contact');
  await go_to(page, 'Tickets');
  await press(page, 'link', /^CS-\d+/, { within: page.getByRole('row').nth(2) });
  await page.waitForURL(/\/tickets\/.+/);
  const ticket = page.url();
  /** @type {string[]} */
  const recorded = [];
  for (let round = 1; round <= kills; ++round) {
    // Offline, nothing but the device's own storage holds what is written.
    await browser.context.setOffline(random() < 0.5);
    const written = write_until_killed(page, round);
    await shown_text(page, `Round ${round}, entry 1.`, { exact: true });
    await pause(random() * 1_500);
    await browser.kill();
    const shown = await written;
    recorded.push(...shown);
    browser = await open();
    page = await browser.open(ticket);
    for (const text of shown) await shown_text(page, text, { exact: true });
  }
  const all = await page.locator('body').textContent();
  for (const text of recorded) assert.ok(all?.includes(text), `${text} is missing`);
  context.diagnostic(`${kills} kills, ${recorded.length} entries shown as recorded, none missing`);
  await browser.close();
});
