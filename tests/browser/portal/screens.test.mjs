// @ts-check
// The main screens as pictures, in build/screenshots/, for people to look at: desktop and phone, light and dark, two languages. The test sees to it
// that something is drawn. With COUNTERSIGN_UPDATE_SCREENSHOT=1 the README's picture is taken anew.
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { fill, launch, press, settled } from '../support/portal.mjs';
import { demo_password, root, start_server } from '../support/server.mjs';

const folder = join(root, 'build/screenshots');

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => {
  server = await start_server();
  await mkdir(folder, { recursive: true });
});
after(() => server?.remove());

/** Of a picture's pixels, how many colours there are. @param {import('playwright-core').Page} page @param {Buffer} picture */
function colours(page, picture) {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return new Set(pixels).size;
  }, picture.toString('base64'));
}

const paths = ['', 'tickets', 'visits', 'verify', 'log', 'sync', 'settings'];
const words = {
  en: { login: 'User name', password: 'Password', sign_in: 'Sign in', headings: ['Today', 'Tickets', 'Visits', 'To verify', 'Log', 'Sync', 'Settings'] },
  pl: { login: 'Nazwa użytkownika', password: 'Hasło', sign_in: 'Zaloguj', headings: ['Dzisiaj', 'Zgłoszenia', 'Wizyty', 'Do potwierdzenia', 'Dziennik', 'Synchronizacja', 'Ustawienia'] },
};

for (const look of [
  { name: 'desktop-light-en', locale: 'en-GB', colorScheme: /** @type {const} */ ('light'), viewport: { width: 1440, height: 900 }, hasTouch: false },
  { name: 'desktop-dark-pl', locale: 'pl-PL', colorScheme: /** @type {const} */ ('dark'), viewport: { width: 1440, height: 900 }, hasTouch: false },
  { name: 'phone-light-pl', locale: 'pl-PL', colorScheme: /** @type {const} */ ('light'), viewport: { width: 390, height: 844 }, hasTouch: true },
  { name: 'phone-dark-en', locale: 'en-GB', colorScheme: /** @type {const} */ ('dark'), viewport: { width: 390, height: 844 }, hasTouch: true },
]) {
  test(`the screens are drawn: ${look.name}`, async () => {
    const browser = await launch(look);
    try {
      const page = await browser.open(server.url);
      const said = look.locale === 'pl-PL' ? words.pl : words.en;
      await fill(page, said.login, 'technician');
      await fill(page, said.password, demo_password);
      await press(page, 'button', said.sign_in);
      // Reloading earlier would cut the sign-in off.
      await page.getByRole('heading', { level: 1, name: said.headings[0], exact: true }).first().waitFor({ state: 'attached' });
      for (const [index, path] of paths.entries()) {
        await page.goto(new URL(path, server.url).href);
        await page.getByRole('heading', { level: 1, name: said.headings[index], exact: true }).first().waitFor({ state: 'attached' });
        assert.equal(await page.locator('#problem').isHidden(), true, `no page of trouble at /${path}`);
        // A phone shows the state only where it is not synced.
        if (!look.hasTouch) await page.getByRole('link', { name: /^(Synced|Dane aktualne)/ }).first().waitFor({ state: 'attached' });
        await settled(page);
        const file = join(folder, `${look.name}-${path || 'today'}.png`);
        const picture = await page.screenshot({ path: file });
        assert.ok((await colours(page, picture)) > 20, `${file} shows something`);
        if (process.env.COUNTERSIGN_UPDATE_SCREENSHOT && look.name === 'desktop-light-en' && path === 'tickets') {
          await copyFile(file, join(root, 'docs/screenshot.png'));
        }
      }
      assert.deepEqual(browser.errors, []);
      assert.deepEqual(browser.violations, []);
    } finally {
      await browser.close();
    }
  });
}
