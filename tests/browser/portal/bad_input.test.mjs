// @ts-check
// What goes wrong in the real portal against the real server: each has a clear message, and nothing that was recorded is lost.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { changed_database, header_bytes, leave, read_key, stored_contents, write_over } from '../support/device_files.mjs';
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

/** Loads the portal, which shows this page, and leaves it again. @param {Page} page @param {string} title */
async function stopped_with(page, title) {
  await page.goto(server.url);
  await shown(page, 'heading', title, { timeout: 30_000 });
}

test('damaged records are left as they are, can be saved as a file, and put aside for a new start', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await leave(page, server.url);
    const key = await read_key(page);
    assert.ok((await write_over(page, 'damage')) > 0, 'some file of the portal was found');
    const before = await stored_contents(page);
    await stopped_with(page, 'Your stored records are damaged');
    await leave(page, server.url);
    assert.deepEqual(await stored_contents(page), before, 'the files are left as they are');

    await stopped_with(page, 'Your stored records are damaged');
    /** @type {import('playwright-core').Download[]} */
    const saved = [];
    page.on('download', (download) => saved.push(download));
    await page.getByRole('button', { name: 'Save the file' }).click();
    await shown_text(page, /^Saved among your downloads: countersign\.db.*countersign-key\.txt/);
    await eventually(() => ['countersign.db', 'countersign-key.txt'].every((name) => saved.some((download) => download.suggestedFilename() === name)));
    const key_file = saved.find((download) => download.suggestedFilename() === 'countersign-key.txt');
    assert.equal(await readFile(/** @type {string} */ (await key_file?.path()), 'utf8'), key, 'what the file is read with');
    const database = saved.find((download) => download.suggestedFilename() === 'countersign.db');
    const bytes = await readFile(/** @type {string} */ (await database?.path()));
    assert.equal(bytes[0], 0x5a);
    assert.ok(before.some((line) => line.includes(` ${bytes.length + header_bytes} `)), 'the whole file was saved');

    await page.getByRole('button', { name: 'Put it aside and start anew' }).click();
    await shown(page, 'heading', 'The damaged file was put aside');
    await shown_text(page, 'countersign.db.aside-1');
    await page.getByRole('button', { name: 'Start anew' }).click();
    await sign_in(page, 'contact');
    await go_to(page, 'Tickets');
    await shown(page, 'link', /^CS-\d+ /);
    await leave(page, server.url);
    const kept = await stored_contents(page);
    for (const line of before) assert.ok(kept.includes(line), 'what was put aside is still there');
  });
});

test('records of a newer version are not touched', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await leave(page, server.url);
    const key = await read_key(page);
    const newer = await changed_database({}, key, 'PRAGMA journal_mode=WAL; CREATE TABLE later(what TEXT); PRAGMA user_version=99;');
    await write_over(page, [...newer]);
    const before = await stored_contents(page);
    await stopped_with(page, 'Your records were written by a newer version');
    await leave(page, server.url);
    assert.deepEqual(await stored_contents(page), before);
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
