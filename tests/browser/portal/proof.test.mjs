// @ts-check
// What the client carries away: everything as one file from the settings, and a verified record as a sealed packet without a network. Both
// are checked by the program, as anybody can. Pictures in build/screenshots/, for people to look at.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, find, launch, press, settled, shown } from '../support/portal.mjs';
import { root, start_server } from '../support/server.mjs';
import { sign_in } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */

const screenshots = join(root, 'build/screenshots');
const saved = join(root, 'build/screenshots/saved');
const run = promisify(execFile);
const program = join(root, 'build/native/countersign');

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;

before(async () => {
  server = await start_server();
  await mkdir(saved, { recursive: true });
});
after(() => server?.remove());

/** Presses the button and answers where the file that the browser saved is. @param {Page} page @param {string | RegExp} button @param {string} name */
async function save(page, button, name) {
  const coming = page.waitForEvent('download');
  await press(page, 'button', button);
  const download = await coming;
  const path = join(saved, name);
  await download.saveAs(path);
  return { path, suggested: download.suggestedFilename() };
}

test('a contact person saves all records as one file, and the program finds that it holds', async () => {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'contact2');
    await page.goto(new URL('settings', server.url).href);
    await shown(page, 'button', /^Save the file of/);
    await find(page, 'button', /^Save the file of/).scrollIntoViewIfNeeded();
    await settled(page);
    await page.screenshot({ path: join(screenshots, 'export_settings.png') });
    const { path, suggested } = await save(page, /^Save the file of/, 'client.sqlite');
    assert.match(suggested, /^countersign-[0-9a-f-]{36}\.sqlite$/);
    const { stdout } = await run(program, ['verify', path]);
    assert.match(stdout, /tables are what the log adds up to/);

    const bytes = await readFile(path);
    const at = bytes.indexOf('"type":"ticket_opened"') + 9;
    bytes[at] = bytes[at] ^ 1;
    await writeFile(path, bytes);
    await assert.rejects(run(program, ['verify', path]), /** @param {{ code: number, stdout: string }} error */ (error) => error.code === 1);
  } finally {
    await browser.close();
  }
});

test('without a network a verified record is saved as a sealed packet, and the program finds that it holds', async () => {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'technician');
    await page.goto(new URL('verify?standing=accepted', server.url).href);
    const records = page.locator('a[href*="/records/"]');
    await eventually(async () => (await records.count()) > 0, { what: 'a verified record' });
    await settled(page);
    await page.goto(new URL((await records.first().getAttribute('href')) ?? '', server.url).href);
    await shown(page, 'button', 'Save sealed packet');
    await page.context().setOffline(true);
    const { path, suggested } = await save(page, 'Save sealed packet', 'packet.html');
    assert.match(suggested, /^countersign-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.html$/);
    await settled(page);
    await page.screenshot({ path: join(screenshots, 'packet_saved.png') });
    const { stdout } = await run(program, ['verify', path]);
    assert.match(stdout, /The packet holds, and its page says what its entries say/);

    // It opens by itself, and runs nothing.
    const reader = await page.context().newPage();
    await reader.goto(`file://${path}`);
    await reader.screenshot({ path: join(screenshots, 'packet_page.png'), fullPage: true });
    assert.match(await reader.locator('h1').innerText(), /^Sealed work record/);
  } finally {
    await browser.close();
  }
});
