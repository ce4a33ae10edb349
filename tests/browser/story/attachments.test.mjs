// @ts-check
// The story of a photo: taken on a visit without a network, there after the battery fell out, smaller and without its place, sent when there is a
// network, seen by the client; and what becomes of it when somebody tampers with the server's copy.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { eventually, fill, find, launch, press, shown, shown_text } from '../support/portal.mjs';
import { demo_password, root, run_program, start_server, temporary_folder } from '../support/server.mjs';
import { arrived_at, go_to, place_of, sign_in, synced } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */

const client = 'Przychodnia Łąkowa';
const chooser = 'Add photos or files';
const screenshots = join(root, 'build/screenshots');

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
let profile = '';
/** @type {Awaited<ReturnType<typeof launch>>[]} */
const browsers = [];

before(async () => {
  server = await start_server();
  profile = await temporary_folder('photographer');
  await mkdir(screenshots, { recursive: true });
});

after(async () => {
  for (const browser of browsers) await browser.close().catch(() => undefined); // the killed one is gone already
  await server?.remove();
  await rm(profile, { recursive: true, force: true });
});

/** @param {Parameters<typeof launch>[0]} options */
async function start_browser(options) {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  browsers.push(browser);
  return browser;
}

/**
 * A photo as a phone makes it: lying on its side with an EXIF block that says so, and that says where it was taken.
 * @param {Page} page
 */
async function photo_of_phone(page) {
  const plain = Buffer.from(
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(4000, 3000);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no context');
      const sky = context.createLinearGradient(0, 0, 4000, 3000);
      sky.addColorStop(0, '#20639b');
      sky.addColorStop(1, '#f6d55c');
      context.fillStyle = sky;
      context.fillRect(0, 0, 4000, 3000);
      context.fillStyle = '#ffffff';
      context.font = '400px sans-serif';
      for (let line = 0; line < 7; line++) context.fillText(`B16A  ${line}  ABB S203`, 200, 400 + line * 400);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    }),
  );
  // APP1: "Exif", little-endian TIFF, orientation 6 (turn it to the right), and a GPS block with a reference "N".
  const tiff = Buffer.from([
    0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 2, 0,
    0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0,
    0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 1, 0, 2, 0, 2, 0, 0, 0, 0x4e, 0, 0, 0, 0, 0, 0, 0,
  ]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 0xff]);
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}

/** What is to be said of a tile. @param {Page} page @param {string} name */
async function state_of(page, name) {
  return (await find(page, 'button', name).first().getAttribute('aria-description')) ?? '';
}

/** @param {Page} page @param {string} name */
async function take_picture(page, name) {
  await page.screenshot({ path: join(screenshots, `attachments_${name}.png`) });
}

/** Width and height as a browser reads them. @param {Page} page @param {Buffer} bytes */
function size_of(page, bytes) {
  return page.evaluate(async (numbers) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(numbers)]), { imageOrientation: 'none' });
    return { width: bitmap.width, height: bitmap.height };
  }, [...bytes]);
}

test('a photo taken without a network is seen by the client, upright and without its place, and a tampered one is called damaged', async () => {
  let browser = await start_browser({ profile });
  let page = await browser.open(server.url);
  await sign_in(page, 'technician');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(() => true));
  const photo = await photo_of_phone(page);
  assert.ok(photo.length > 250_000, `a phone's photo is large: ${photo.length}`);

  // Without a network.
  await server.stop();
  await browser.context.setOffline(true);
  await go_to(page, 'Visits');
  await press(page, 'link', new RegExp(`^${client}.*today`));
  await arrived_at(page, /^\/visits\//);
  const visit_path = place_of(page);
  await press(page, 'button', 'Start visit');
  await shown(page, 'button', 'Finish and ask for signature');
  await page.getByLabel(chooser).setInputFiles({ name: 'fuse box.jpeg', mimeType: 'image/jpeg', buffer: photo });
  await shown(page, 'button', 'fuse box.jpg');
  assert.equal(await state_of(page, 'fuse box.jpg'), 'To be sent');
  await page.getByLabel(chooser).setInputFiles([
    { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'strange.heic', mimeType: 'image/heic', buffer: Buffer.from('no picture') },
    { name: 'measured.csv', mimeType: 'text/csv', buffer: Buffer.from('V;A\n231;4\n') },
  ]);
  await shown(page, 'button', 'measured.csv');
  await shown_text(page, /nothing\.txt is empty/);
  await shown_text(page, /cannot read the picture strange\.heic/);
  await take_picture(page, 'offline');

  // The battery falls out.
  await browser.kill();
  browser = await start_browser({ profile });
  await browser.context.setOffline(true);
  page = await browser.open(new URL(visit_path.slice(1), server.url).href);
  await shown(page, 'button', 'fuse box.jpg', { timeout: 30_000 });
  assert.equal(await state_of(page, 'fuse box.jpg'), 'To be sent');
  await press(page, 'button', 'fuse box.jpg');
  const viewer = await shown(page, 'dialog', 'fuse box.jpg');
  await shown(page, 'img', 'fuse box.jpg', { within: viewer });
  await eventually(async () => (await page.evaluate(() => document.querySelector('[data-unsettled]') === null)));
  await take_picture(page, 'viewer');
  await press(page, 'button', 'Next', { within: viewer });
  await shown(page, 'dialog', 'measured.csv');
  await page.keyboard.press('Escape');
  await eventually(async () => (await find(page, 'dialog').count()) === 0);

  // There is a network again.
  await server.start();
  await browser.context.setOffline(false);
  const link = await shown(page, 'link', /^(Synced|Sign in again)/);
  if (/^Sign in/.test((await link.textContent()) ?? '')) {
    await press(page, 'link', /^Sign in again/, { within: find(page, 'navigation', 'Main navigation') });
    await sign_in(page, 'technician');
    await page.goto(new URL(visit_path.slice(1), server.url).href);
  }
  await synced(page);
  await eventually(async () => (await state_of(page, 'fuse box.jpg')) === '', { what: 'the photo sent', timeout: 30_000 });
  await eventually(async () => (await state_of(page, 'measured.csv')) === '', { what: 'the file sent', timeout: 30_000 });

  // The client's contact person sees it, fetched when they look at it.
  const contact_browser = await start_browser({});
  const contact_page = await contact_browser.open(server.url);
  await sign_in(contact_page, 'contact2');
  const fetched = contact_browser.context.waitForEvent('response', { predicate: (one) => /api\/v1\/attachments\/[0-9a-f-]+$/.test(one.url()) });
  await contact_page.goto(new URL(visit_path.slice(1), server.url).href);
  await shown(contact_page, 'button', 'fuse box.jpg', { timeout: 30_000 });
  const response = await fetched;
  await eventually(async () => (await state_of(contact_page, 'fuse box.jpg')) === '', { what: 'the photo fetched' });
  await press(contact_page, 'button', 'fuse box.jpg');
  await shown(contact_page, 'dialog', 'fuse box.jpg');
  await take_picture(contact_page, 'contact_viewer');
  const answer = await contact_page.request.get(response.url());
  const bytes = await answer.body();
  assert.deepEqual(await size_of(contact_page, bytes), { width: 1500, height: 2000 });
  assert.equal(bytes.indexOf('Exif'), -1, 'nothing says where it was taken');
  assert.ok(bytes.length < photo.length, `${bytes.length} of ${photo.length} bytes`);
  assert.equal(answer.headers()['content-security-policy'], "sandbox; default-src 'none'");
  assert.match(answer.headers()['content-disposition'] ?? '', /^attachment;/);
  assert.deepEqual([...browser.errors, ...contact_browser.errors], []);
  assert.deepEqual([...browser.violations, ...contact_browser.violations], []);

  // Somebody changes one byte of the server's copy.
  await server.stop();
  const sound = run_program(['verify', '--data', server.data]);
  assert.equal(sound.status, 0, sound.out + sound.err);
  const file = join(server.data, 'countersign.db');
  const database = await readFile(file);
  const at = database.indexOf(bytes.subarray(1_000, 1_040));
  assert.ok(at > 0, 'the photo lies in the database');
  database[at] = (database[at] ?? 0) ^ 1;
  await writeFile(file, database);
  const broken = run_program(['verify', '--data', server.data]);
  assert.equal(broken.status, 1, broken.out + broken.err);
  assert.match(broken.out, /attachment [0-9a-f-]+ \(fuse box\.jpg, .* is DAMAGED/);
  await server.start();
  const other = await start_browser({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });
  const other_page = await other.open(server.url);
  // A phone says nothing while all is synced.
  await fill(other_page, 'User name', 'manager');
  await fill(other_page, 'Password', demo_password);
  await press(other_page, 'button', 'Sign in');
  await shown(other_page, 'navigation', 'Main navigation');
  await other_page.goto(new URL(visit_path.slice(1), server.url).href);
  await shown(other_page, 'button', 'fuse box.jpg', { timeout: 30_000 });
  await eventually(async () => (await state_of(other_page, 'fuse box.jpg')) === 'Damaged', { what: 'the damage told' });
  await take_picture(other_page, 'damaged_phone');
});
