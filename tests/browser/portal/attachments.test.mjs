// @ts-check
// Photos and files on a ticket, as people bring them: dropped, pasted, chosen; saved again as they were; by keyboard too. Pictures of it in
// build/screenshots/, for people to look at.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { eventually, fill, find, launch, press, settled, shown } from '../support/portal.mjs';
import { demo_password, root, start_server } from '../support/server.mjs';
import { sign_in } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */

const chooser = 'Add photos or files';
const screenshots = join(root, 'build/screenshots');
const subject = 'The label printer prints stripes';

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
let ticket_address = '';

before(async () => {
  server = await start_server();
  await mkdir(screenshots, { recursive: true });
});
after(() => server?.remove());

/** What is to be said of a tile. @param {Page} page @param {string} name */
async function state_of(page, name) {
  return (await find(page, 'button', name).first().getAttribute('aria-description')) ?? '';
}

/** Drops or pastes files made in the page. @param {Page} page @param {'drop' | 'paste'} how @param {string} name @param {string} colour */
async function bring(page, how, name, colour) {
  await page.evaluate(async ([kind, file_name, fill_colour]) => {
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no context');
    context.fillStyle = fill_colour;
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = '#ffffff';
    context.fillRect(80, 200, 480, 60);
    const transfer = new DataTransfer();
    transfer.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], file_name, { type: 'image/png' }));
    const event = kind === 'drop'
      ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
      : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
  }, /** @type {const} */ ([how, name, colour]));
  await shown(page, 'button', name);
}

test('files dropped on a ticket, pasted and chosen are all there, and are saved again as they were', async () => {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'contact2');
    await page.goto(new URL('tickets/new', server.url).href);
    await fill(page, 'Subject', subject);
    await press(page, 'radio', 'One person');
    await press(page, 'radio', 'It hinders the work');
    const notes = Buffer.from('Replaced the ribbon twice.\n');
    await page.getByLabel(chooser).setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: notes });
    await shown(page, 'button', 'notes.txt');
    await page.screenshot({ path: join(screenshots, 'attachments_new_ticket.png') });
    await press(page, 'button', 'Open ticket');
    await eventually(() => /\/tickets\/[0-9a-f-]{36}$/.test(page.url()));
    ticket_address = page.url();
    await bring(page, 'drop', 'stripes.png', '#b5442e');
    await bring(page, 'paste', 'screenshot.png', '#2e6fb5');
    const text = Buffer.from('<script>alert(1)</script>\n');
    await page.getByLabel(chooser).setInputFiles({ name: 'settings page.html', mimeType: 'text/html', buffer: text });
    await shown(page, 'button', 'settings page.html');
    for (const name of ['notes.txt', 'stripes.png', 'screenshot.png', 'settings page.html']) {
      await eventually(async () => (await state_of(page, name)) === '', { what: `${name} sent`, timeout: 30_000 });
    }
    await find(page, 'button', 'stripes.png').focus();
    await settled(page);
    await page.screenshot({ path: join(screenshots, 'attachments_ticket.png') });

    // By keyboard alone: open, leaf, save, close; the focus is where it was.
    await page.keyboard.press('Enter');
    await shown(page, 'dialog', 'stripes.png');
    await page.keyboard.press('ArrowRight');
    await shown(page, 'dialog', 'screenshot.png');
    await page.keyboard.press('ArrowRight');
    const dialog = await shown(page, 'dialog', 'settings page.html');
    const downloading = page.waitForEvent('download');
    await press(page, 'button', 'Save a copy', { within: dialog });
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'settings page.html');
    assert.deepEqual(await readFile(await download.path()), text);
    await page.keyboard.press('Escape');
    await eventually(async () => (await find(page, 'dialog').count()) === 0);
    await eventually(async () => /stripes\.png/.test(await page.evaluate(() => document.activeElement?.textContent ?? '')), { what: 'the focus back on the tile' });
    assert.deepEqual(browser.errors, []);
    assert.deepEqual(browser.violations, []);
  } finally {
    await browser.close();
  }
});

for (const look of [
  { name: 'desktop_dark_pl', locale: 'pl-PL', colorScheme: /** @type {const} */ ('dark'), viewport: { width: 1440, height: 900 }, hasTouch: false },
  { name: 'phone_light', locale: 'en-GB', colorScheme: /** @type {const} */ ('light'), viewport: { width: 390, height: 844 }, hasTouch: true },
]) {
  test(`the technician sees them: ${look.name}`, async () => {
    const browser = await launch(look);
    try {
      const page = await browser.open(server.url);
      const polish = look.locale === 'pl-PL';
      await fill(page, polish ? 'Nazwa użytkownika' : 'User name', 'technician');
      await fill(page, polish ? 'Hasło' : 'Password', demo_password);
      await press(page, 'button', polish ? 'Zaloguj' : 'Sign in');
      await page.getByRole('navigation').first().waitFor({ state: 'attached' });
      await page.goto(ticket_address);
      for (const name of ['stripes.png', 'screenshot.png']) {
        await shown(page, 'button', name, { timeout: 30_000 });
        await eventually(async () => (await state_of(page, name)) === '', { what: `${name} fetched` });
      }
      assert.match(await state_of(page, 'settings page.html'), /^(Fetch|Pobierz)$/);
      await press(page, 'button', 'stripes.png', { touch: look.hasTouch });
      await shown(page, 'dialog', 'stripes.png');
      await settled(page);
      await page.screenshot({ path: join(screenshots, `attachments_viewer_${look.name}.png`) });
      await page.keyboard.press('Escape');
      await eventually(async () => (await find(page, 'dialog').count()) === 0);
      await page.screenshot({ path: join(screenshots, `attachments_ticket_${look.name}.png`) });
      if (look.hasTouch) assert.equal(await page.getByLabel('Take a photo').getAttribute('capture'), 'environment');
      assert.deepEqual(browser.errors, []);
      assert.deepEqual(browser.violations, []);
    } finally {
      await browser.close();
    }
  });
}
