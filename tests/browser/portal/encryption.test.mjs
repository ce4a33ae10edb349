// @ts-check
// What the real portal keeps on a device: encrypted on the disk, still there after a reload, encrypted when an earlier program had left it in
// clear, gone with its key when somebody signs out or the device is wiped, and not silently deleted when the key is lost.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import {
  change_key_record, changed_database, forget_key, leave, read_key, read_wrapped_key, stored_bytes, stored_contents, stored_file, write_over,
} from '../support/device_files.mjs';
import { eventually, fill, find, launch, press, settled, shown, shown_text, started } from '../support/portal.mjs';
import { root, start_server, temporary_folder } from '../support/server.mjs';
import { arrived_at, go_to, sign_in } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */

const subject = 'Kod alarmu leży na kartce w Brnie';
const file_text = 'Invoice of the locksmith in Brno, second page of three.\n'.repeat(40);
const sqlite_head = 'SQLite format 3';
/** Every JPEG of a browser begins so. */
const jpeg_head = Buffer.from('ffd8ffe000104a46494600', 'hex').toString('latin1');
const screenshots = join(root, 'build/screenshots');

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => {
  server = await start_server();
  await mkdir(screenshots, { recursive: true });
});
after(() => server?.remove());

const browser_of = (options = {}) => launch({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });

/** In UTF-8, as it would lie on the disk. @param {string} text */
const on_disk = (text) => Buffer.from(text).toString('latin1');

/** A ticket with a photo and a file, which only this device has. @param {Page} page */
async function record_offline(page) {
  await page.context().setOffline(true);
  await page.goto(`${server.url}tickets/new`);
  await fill(page, 'Subject', subject);
  await press(page, 'radio', 'One person');
  await press(page, 'radio', 'It hinders the work');
  await page.getByLabel('Add photos or files').setInputFiles({ name: 'invoice.txt', mimeType: 'text/plain', buffer: Buffer.from(file_text) });
  await shown(page, 'button', 'invoice.txt');
  const photo = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d');
    context?.fillRect(80, 200, 480, 60);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())];
  });
  await page.getByLabel('Add photos or files').setInputFiles({ name: 'door.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(photo) });
  await shown(page, 'button', 'door.jpg');
  await press(page, 'button', 'Open ticket');
  await arrived_at(page, /\/tickets\/[0-9a-f-]{36}$/);
  await shown(page, 'button', 'door.jpg');
}

/** What must be nowhere in clear. */
const words = [subject, 'Drukarnia', 'invoice.txt', file_text.slice(0, 40), jpeg_head, sqlite_head].map((word) => (word === jpeg_head ? word : on_disk(word)));

/** @param {Page} page */
async function sign_out(page) {
  await page.goto(`${server.url}settings`);
  await press(page, 'button', 'Sign out');
  await press(page, 'button', 'Sign out', { within: find(page, 'dialog') });
  await arrived_at(page, /\/sign-in$/);
}

test('no word, photo or file of a device lies on its disk in clear, and a reload and another tab find them all', async () => {
  const browser = await browser_of();
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'contact');
    await record_offline(page);
    const ticket = page.url();
    await browser.context.setOffline(false);
    await server.stop();
    await leave_offline(page);
    const bytes = await stored_bytes(page);
    assert.ok(bytes.length > 300_000, `${bytes.length} bytes were read`);
    for (const word of words) assert.ok(!bytes.includes(word), `found ${word}`);
    await server.start();

    await page.goto(ticket);
    await shown(page, 'heading', subject);
    await shown(page, 'button', 'door.jpg');
    const second = await browser.context.newPage();
    await second.goto(ticket);
    await shown(second, 'heading', 'Countersign is open in another tab');
    await second.getByRole('button', { name: 'Use it here' }).click();
    await shown(second, 'heading', subject);
    await shown(page, 'heading', 'Countersign is open in another tab');
    assert.deepEqual([browser.errors, browser.violations], [[], []]);
  } finally {
    await browser.close();
  }
});

/** The portal's own origin, without the portal and without a server. @param {Page} page */
async function leave_offline(page) {
  const empty = `${server.url}healthz`;
  await page.context().route(empty, (route) => route.fulfill({ contentType: 'text/plain', body: 'ok' }));
  await page.goto(empty);
}

test('records that an earlier program left in clear are encrypted at the next start, and nothing is lost', async () => {
  const browser = await browser_of();
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'contact');
    await go_to(page, 'Tickets');
    const name = (await (await shown(page, 'link', /^CS-\d+ /)).textContent()) ?? '';
    await leave(page, server.url);
    const key = await read_key(page);
    const files = { '/countersign.db': await stored_file(page, '/countersign.db'), '/countersign.db-wal': await stored_file(page, '/countersign.db-wal') };
    const plain = await changed_database(files, key, "PRAGMA journal_mode=DELETE; PRAGMA rekey=''; PRAGMA journal_mode=WAL");
    assert.equal(Buffer.from(plain.subarray(0, sqlite_head.length)).toString(), sqlite_head);
    await write_over(page, [...plain]);
    await forget_key(page);
    const before_start = await stored_bytes(page);
    assert.ok(before_start.includes(sqlite_head) && before_start.includes('Drukarnia'), 'in clear');

    // Without a network: what is shown can only come from the device.
    await page.context().setOffline(true);
    await page.goto(`${server.url}tickets`);
    await shown(page, 'link', name.trim());
    await page.context().setOffline(false);
    await leave(page, server.url);
    const bytes = await stored_bytes(page);
    for (const word of [sqlite_head, 'Drukarnia']) assert.ok(!bytes.includes(word), `found ${word}`);
    assert.notEqual(await read_key(page), key);
  } finally {
    await browser.close();
  }
});

/** Whether any file beneath a folder holds these bytes. @param {string} folder @param {Buffer} bytes */
async function found_beneath(folder, bytes) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if ((await readFile(path)).includes(bytes)) return path;
  }
  return '';
}

test('signing out destroys the key: nothing in the browser’s folder holds it afterwards, nor the files that it opened', async () => {
  const profile = await temporary_folder('signed-out');
  let browser = await browser_of({ profile });
  try {
    let page = await browser.open(server.url);
    await sign_in(page, 'contact');
    await leave(page, server.url);
    const wrapped = Buffer.from(await read_wrapped_key(page), 'hex');
    const salt = Buffer.from((await stored_file(page, '/countersign.db')).subarray(0, 16));
    assert.ok(wrapped.length === 48 && salt.length === 16);
    assert.notEqual(await found_beneath(profile, wrapped), '', 'it is found while it is there');
    await page.goto(server.url);
    await started(page);
    await sign_out(page);
    await shown(page, 'button', 'Sign in');
    // What was erased does not come back with a reload, and the device works for the next person.
    await page.reload();
    await sign_in(page, 'contact2');
    await leave(page, server.url);
    assert.notEqual(await read_wrapped_key(page), wrapped.toString('hex'));
    assert.ok(!(await stored_bytes(page)).includes(salt.toString('latin1')), 'the files are others');
    await browser.close();
    assert.equal(await found_beneath(profile, wrapped), '', 'the key is gone');
    browser = await browser_of({ profile });
    page = await browser.open(`${server.url}tickets`);
    await shown(page, 'link', /^CS-\d+ /);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('an erasing that was cut off is finished by the next start', async () => {
  const browser = await browser_of();
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'contact');
    await leave(page, server.url);
    const before_start = await stored_contents(page);
    // As the worker leaves it between destroying the key and erasing the files.
    await change_key_record(page, { browser_key: null, erasing: { carried: { 'setting/theme': 'dark', device_was_wiped: '1' } } });
    await page.goto(server.url);
    await shown(page, 'button', 'Sign in');
    await shown_text(page, /This device was wiped/);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark', 'what was carried over is there');
    await leave(page, server.url);
    const kept = await stored_contents(page);
    for (const line of before_start) assert.ok(!kept.includes(line));
    await page.goto(server.url);
    await sign_in(page, 'contact');
  } finally {
    await browser.close();
  }
});

test('a wiped device has destroyed its key', async () => {
  const browser = await browser_of();
  const desk = await browser_of();
  try {
    const lost = await browser.open(server.url);
    await sign_in(lost, 'technician');
    await leave(lost, server.url);
    const wrapped = await read_wrapped_key(lost);
    await lost.goto(server.url);
    await started(lost);
    const page = await desk.open(server.url);
    await sign_in(page, 'technician');
    await page.goto(`${server.url}settings/security`);
    const other = find(page, 'list', 'Devices with your data').getByRole('listitem').filter({ hasNotText: 'this device' });
    await eventually(async () => (await other.count()) === 1, { what: 'the other device' });
    await press(page, 'button', 'Wipe device', { within: other });
    await press(page, 'button', 'Wipe device', { within: find(page, 'dialog') });
    await shown_text(lost, /This device was wiped/, { timeout: 40_000 });
    await leave(lost, server.url);
    await eventually(async () => ![wrapped, ''].includes(await read_wrapped_key(lost)));
  } finally {
    await browser.close();
    await desk.close();
  }
});

test('a lost key is said plainly, nothing is deleted until somebody says so, and then the device starts anew', async () => {
  const browser = await browser_of();
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'contact');
    await leave(page, server.url);
    await forget_key(page);
    const before_start = await stored_contents(page);
    await page.goto(server.url);
    await shown(page, 'heading', 'The records on this device cannot be read any more');
    await page.screenshot({ path: join(screenshots, 'key-lost.png') });
    await leave(page, server.url);
    assert.deepEqual(await stored_contents(page), before_start);
    await page.goto(server.url);
    await shown(page, 'heading', 'The records on this device cannot be read any more');
    await page.getByRole('button', { name: 'Erase and start anew' }).click();
    await sign_in(page, 'contact');
    await go_to(page, 'Tickets');
    await shown(page, 'link', /^CS-\d+ /);
    await settled(page);
    assert.deepEqual([browser.errors, browser.violations], [[], []]);
  } finally {
    await browser.close();
  }
});
