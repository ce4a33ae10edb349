// @ts-check
// The other side sees a change without asking: two real browsers and the real server.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { launch, press, find, settled } from '../support/portal.mjs';
import { root, start_server } from '../support/server.mjs';
import { arrived_at } from '../support/session.mjs';
import { change_comes_without_asking } from '../support/two_people.mjs';

const folder = join(root, 'build/screenshots');

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => {
  server = await start_server({ args: ['--log-requests'] });
  await mkdir(folder, { recursive: true });
});
after(() => server?.remove());

test('what a technician and a contact person write comes to the other while both only look, and signing out ends the wait', async (context) => {
  /** @type {Awaited<ReturnType<typeof launch>>[]} */
  const browsers = [];
  try {
    const { technician, contact, milliseconds } = await change_comes_without_asking(async () => {
      const browser = await launch({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
      browsers.push(browser);
      return browser.open(server.url);
    });
    context.diagnostic(`from one screen to the other: ${milliseconds.join(', ')} ms`);
    await settled(contact);
    await contact.screenshot({ path: join(folder, 'news-contact.png') });
    await technician.screenshot({ path: join(folder, 'news-technician.png') });

    await technician.goto(`${server.url}settings`);
    await press(technician, 'button', 'Sign out');
    await press(technician, 'button', 'Sign out', { within: find(technician, 'dialog') });
    await arrived_at(technician, /\/sign-in$/);
    for (const browser of browsers) {
      assert.deepEqual(browser.errors, []);
      assert.deepEqual(browser.violations, []);
    }
  } finally {
    for (const browser of browsers) await browser.close();
  }
});
