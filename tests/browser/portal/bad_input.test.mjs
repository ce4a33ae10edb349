// @ts-check
// What goes wrong in the real portal against the real server: each has a clear message, and nothing that was recorded is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, fill, find, launch, press, shown, shown_text } from '../support/portal.mjs';
import { start_server } from '../support/server.mjs';
import { arrived_at, go_to, sign_in, synced } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => void (server = await start_server()));
after(() => server?.remove());

/** @param {(page: Page, browser: Awaited<ReturnType<typeof launch>>) => Promise<void>} story */
async function in_browser(story) {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  try {
    await story(await browser.open(server.url), browser);
  } finally {
    await browser.close();
  }
}

/** The part of a new ticket that people choose. @param {Page} page */
async function choose_how_bad(page) {
  await press(page, 'radio', 'One person');
  await press(page, 'radio', 'It hinders the work');
}

/** Opens a ticket that is only ever on this device until it is sent. @param {Page} page @param {string} subject */
async function open_ticket(page, subject) {
  await go_to(page, 'Tickets');
  await press(page, 'link', 'New ticket', { within: find(page, 'main') });
  await fill(page, 'Subject', subject);
  await choose_how_bad(page);
  await press(page, 'button', 'Open ticket');
}

test('a wrong password is said at the form, and the name stays typed', async () => {
  await in_browser(async (page) => {
    await fill(page, 'User name', 'contact');
    await fill(page, 'Password', 'nie to');
    await press(page, 'button', 'Sign in');
    await shown_text(page, /name or (the )?password/i);
    assert.equal(await page.getByLabel('User name').inputValue(), 'contact');
    await sign_in(page, 'contact');
  });
});

test('an empty sign-in form says what to fill in', async () => {
  await in_browser(async (page) => {
    await press(page, 'button', 'Sign in');
    await shown(page, 'alert');
  });
});

test('when the session ends, recording goes on, and after signing in again everything is sent', async () => {
  await in_browser(async (page, browser) => {
    await sign_in(page, 'contact');
    await browser.context.clearCookies();
    await open_ticket(page, 'Sesja wygasła, zgłoszenie zostaje');
    await shown(page, 'link', /sign in again/i);
    await press(page, 'link', /sign in again/i);
    await arrived_at(page, /\/sign-in$/);
    await sign_in(page, 'contact');
    await go_to(page, 'Tickets');
    await shown(page, 'link', /^CS-\d+ Sesja wygasła, zgłoszenie zostaje/);
  });
});

test('damaged records on the device are said plainly, and the file is left as it is', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await page.goto(`${server.url}healthz`);
    const damaged = await page.evaluate(async () => {
      let count = 0;
      /** @param {FileSystemDirectoryHandle} folder */
      async function damage(folder) {
        for await (const entry of /** @type {any} */ (folder).values()) {
          if (entry.kind === 'directory') {
            await damage(entry);
            continue;
          }
          const size = (await entry.getFile()).size;
          if (size <= 8192) continue;
          const writable = await entry.createWritable({ keepExistingData: true });
          // Behind the pool's own header, over SQLite's.
          await writable.write({ type: 'write', position: 8192, data: new Uint8Array(Math.min(30_000, size - 8192)).fill(0x5a) });
          await writable.close();
          count++;
        }
      }
      await damage(await navigator.storage.getDirectory());
      return count;
    });
    assert.ok(damaged > 0, 'some file of the portal was found');
    await page.goto(server.url);
    await shown(page, 'heading', 'Your stored records are damaged', { timeout: 30_000 });
  });
});

test('the server gone and back: the portal says offline, keeps what is recorded, and sends it by itself', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await server.kill();
    await open_ticket(page, 'Serwer zniknął');
    await shown(page, 'link', /^Offline/);
    await server.start();
    await synced(page);
    await go_to(page, 'Tickets');
    await shown(page, 'link', /^CS-\d+ Serwer zniknął/);
  });
});
