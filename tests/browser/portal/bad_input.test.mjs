// @ts-check
// What goes wrong in the real portal against the real server: each has a clear message, and nothing that was recorded is lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, fill, find, launch, press, shown, shown_text } from '../support/portal.mjs';
import { start_server, temporary_folder } from '../support/server.mjs';
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

/** Behind the pool's own header; what is below is a file of its own. */
const header_bytes = 8192;

/** A page of the portal's origin on which the portal does not run. @param {Page} page */
const leave = (page) => page.goto(`${server.url}healthz`);

/**
 * Writes over the content of every file of the portal that has one.
 * @param {Page} page away from the portal
 * @param {'damage' | number[]} content bytes for the database, and its log is emptied
 * @returns {Promise<number>} how many files
 */
function write_over(page, content) {
  return page.evaluate(async ([bytes, header]) => {
    let count = 0;
    /** @param {FileSystemDirectoryHandle} folder */
    async function go_through(folder) {
      for await (const entry of /** @type {any} */ (folder).values()) {
        if (entry.kind === 'directory') {
          await go_through(entry);
          continue;
        }
        const file = await entry.getFile();
        if (file.size <= header) continue;
        count++;
        const writable = await entry.createWritable({ keepExistingData: true });
        if (bytes === 'damage') {
          await writable.write({ type: 'write', position: header, data: new Uint8Array(Math.min(30_000, file.size - header)).fill(0x5a) });
        } else {
          const path = new TextDecoder().decode(await file.slice(0, header).arrayBuffer());
          await writable.truncate(header);
          if (!path.includes('countersign.db-wal')) await writable.write({ type: 'write', position: header, data: new Uint8Array(bytes) });
        }
        await writable.close();
      }
    }
    await go_through(await navigator.storage.getDirectory());
    return count;
  }, /** @type {const} */ ([content, header_bytes]));
}

/** Every stored file that has a content, by a digest of it. @param {Page} page away from the portal @returns {Promise<string[]>} */
function stored_contents(page) {
  return page.evaluate(async (header) => {
    /** @type {string[]} */
    const found = [];
    /** @param {FileSystemDirectoryHandle} folder */
    async function go_through(folder) {
      for await (const entry of /** @type {any} */ (folder).values()) {
        if (entry.kind === 'directory') {
          await go_through(entry);
          continue;
        }
        const bytes = await (await entry.getFile()).arrayBuffer();
        if (bytes.byteLength <= header) continue;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice(header)));
        found.push(`${entry.name} ${bytes.byteLength} ${Array.from(digest, (byte) => byte.toString(16)).join('')}`);
      }
    }
    await go_through(await navigator.storage.getDirectory());
    return found.sort();
  }, header_bytes);
}

/** Loads the portal, which shows this page, and leaves it again. @param {Page} page @param {string} title */
async function stopped_with(page, title) {
  await page.goto(server.url);
  await shown(page, 'heading', title, { timeout: 30_000 });
}

test('damaged records are left as they are, can be saved as a file, and put aside for a new start', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await leave(page);
    assert.ok((await write_over(page, 'damage')) > 0, 'some file of the portal was found');
    const before = await stored_contents(page);
    await stopped_with(page, 'Your stored records are damaged');
    await leave(page);
    assert.deepEqual(await stored_contents(page), before, 'the files are left as they are');

    await stopped_with(page, 'Your stored records are damaged');
    /** @type {import('playwright-core').Download[]} */
    const saved = [];
    page.on('download', (download) => saved.push(download));
    await page.getByRole('button', { name: 'Save the file' }).click();
    await shown_text(page, /^Saved among your downloads: countersign\.db/);
    await eventually(() => saved.some((download) => download.suggestedFilename() === 'countersign.db'));
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
    await leave(page);
    const kept = await stored_contents(page);
    for (const line of before) assert.ok(kept.includes(line), 'what was put aside is still there');
  });
});

test('records of a newer version are not touched', async () => {
  const folder = await temporary_folder('newer');
  const file = join(folder, 'newer.db');
  const made = spawnSync('sqlite3', [file, 'PRAGMA journal_mode=WAL; CREATE TABLE later(what TEXT); PRAGMA user_version=99;'], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const newer = [...(await readFile(file))];
  await rm(folder, { recursive: true });
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await leave(page);
    await write_over(page, newer);
    const before = await stored_contents(page);
    await stopped_with(page, 'Your records were written by a newer version');
    await leave(page);
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
