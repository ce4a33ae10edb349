// @ts-check
// What the person does reaches the program: pointers, wheel, keys, window, colours, history; and what the program asks of the browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually, launch, pause } from '../support/portal.mjs';
import { start_site, wire } from './stub_site.mjs';

/** @type {Awaited<ReturnType<typeof start_site>>} */
let site;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
/** @type {Awaited<ReturnType<typeof wire>>} */
let program;

before(async () => {
  site = await start_site({ base: '/deep/portal/' });
  browser = await launch({ viewport: { width: 1000, height: 700 }, hasTouch: true, locale: 'pl-PL' });
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `http://127.0.0.1:${site.port}` });
  page = await browser.open(`${site.address}visits/123?tab=log`);
  program = await wire(page);
});
after(async () => {
  await browser.close();
  await site.stop();
  assert.deepEqual([browser.errors, browser.violations], [[], []]);
});
afterEach(async () => void (await program.rest('')));

/** @param {number} id @param {number} parent @param {object} n */
const add = (id, parent, n) => ({ o: 'add', id, parent, before: 0, n: { rect: [0, 0, 10, 10], ...n } });
const screen = add(1, 0, { role: 'screen', name: 'S', rect: [0, 0, 1000, 700] });

test('the program is given its surroundings, fonts, texts and storage, and the key to it', async () => {
  const [boot] = await browser.context.newPage().then(async (other) => {
    // Another context-wide channel listener hears the boot of a page that opens after it.
    await other.goto(`${site.address}manifest.webmanifest`);
    await other.evaluate(() => {
      const channel = new BroadcastChannel('stub_program');
      /** @type {any} */ (window).heard = [];
      channel.onmessage = ({ data }) => data.received?.t === 'boot' && /** @type {any} */ (window).heard.push(data.received);
    });
    await page.reload();
    await page.waitForFunction(() => document.getElementById('splash')?.hidden);
    await eventually(() => other.evaluate(() => /** @type {any} */ (window).heard.length === 1));
    const heard = await other.evaluate(() => /** @type {any} */ (window).heard);
    await other.close();
    program = await wire(page);
    return heard;
  });
  const { width, height, dpr, base, path, language, languages, dark, reduced_motion, coarse, online } = boot;
  assert.deepEqual(
    { width, height, dpr, base, path, language, languages: languages[0], dark, reduced_motion, coarse: typeof coarse, online },
    {
      width: 1000, height: 700, dpr: 1, base: '/deep/portal/', path: '/visits/123?tab=log', language: 'pl', languages: 'pl-PL', dark: false,
      reduced_motion: false, coarse: 'boolean', online: true,
    },
  );
  const { assets, allocated, key_bytes, pool } = await program.facts();
  assert.deepEqual(Object.keys(assets).sort(), [
    'fonts/icons.ttf', 'fonts/inter-400.ttf', 'fonts/inter-500.ttf', 'fonts/inter-600.ttf', 'i18n/en.json', 'i18n/pl.json',
  ]);
  assert.deepEqual([allocated, key_bytes, pool], [0, 32, 'function']);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'pl');
});

test('mouse moves are thinned to one a frame, but every point counts while a button is down', async () => {
  await page.mouse.move(10, 10);
  await program.expect({ t: 'pointer', kind: 'move', source: 'mouse' });
  await page.mouse.move(300, 300);
  await page.mouse.down();
  await page.mouse.move(340, 300, { steps: 20 });
  await page.mouse.up();
  await program.expect({ t: 'pointer', kind: 'move', x: 300, y: 300 });
  await program.expect({ t: 'pointer', kind: 'down', x: 300, y: 300, button: 0 });
  await program.expect({ t: 'pointer', kind: 'up', x: 340, y: 300 });
  await page.mouse.move(300, 300);
  await program.rest('');
  await page.mouse.down();
  // Sent at once, so that the browser gathers several into one event.
  await Promise.all(Array.from({ length: 20 }, (_, index) => page.mouse.move(301 + index, 300)));
  await page.mouse.up();
  const drawn = (await program.rest('pointer')).filter((message) => message.kind === 'move').map((message) => message.x);
  assert.deepEqual(drawn, Array.from({ length: 20 }, (_, index) => 301 + index));
});

test('a finger taps, and a drag that begins on a field scrolls what lies beneath', async () => {
  await page.touchscreen.tap(500, 500);
  await program.expect({ t: 'pointer', kind: 'down', source: 'touch', x: 500, y: 500 });
  await program.expect({ t: 'pointer', kind: 'up', source: 'touch' });
  await program.tree(screen, add(2, 1, { role: 'textbox', name: 'Note', rect: [100, 100, 300, 40], input: { font_size: 16 } }));
  await program.rest('');
  const session = await browser.context.newCDPSession(page);
  const touch = (/** @type {string} */ type, /** @type {number} */ y) =>
    session.send('Input.dispatchTouchEvent', { type: /** @type {any} */ (type), touchPoints: type === 'touchEnd' ? [] : [{ x: 200, y }] });
  await touch('touchStart', 120);
  for (const y of [117, 100, 80, 60]) await touch('touchMove', y);
  await touch('touchEnd', 60);
  await program.expect({ t: 'pointer', kind: 'down', source: 'touch', x: 200, y: 120 });
  await program.expect({ t: 'pointer', kind: 'move', y: 60 });
  await program.expect({ t: 'pointer', kind: 'up' });
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  await pause(600); // right after a fling Chromium takes a tap for its end
  await program.rest('');
  await page.touchscreen.tap(200, 120);
  await program.expect({ t: 'focus', id: 2 });
  assert.deepEqual((await program.rest('pointer')).filter((message) => message.kind === 'down'), []);
  await program.tree({ o: 'del', id: 1 });
  await session.detach();
});

test('the wheel reaches the program, over fields too, but not as zoom', async () => {
  await program.tree(screen, add(2, 1, { role: 'textbox', name: 'Note', rect: [100, 100, 300, 40], input: {} }));
  await page.mouse.move(200, 120);
  await page.mouse.wheel(0, 120);
  const wheel = await program.expect({ t: 'wheel' });
  assert.deepEqual([wheel.x, wheel.y, wheel.dx, wheel.dy], [200, 120, 0, 120]);
  await page.mouse.move(600, 600);
  await page.mouse.wheel(30, -40);
  await program.expect({ t: 'wheel', x: 600, y: 600, dx: 30, dy: -40 });
  await program.tree({ o: 'del', id: 1 });
});

test('keys that nothing else wants reach the program, Tab and modifiers do not', async () => {
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
  for (const key of ['Escape', 'ArrowDown', 'n', '/', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.press('Control+ArrowLeft');
  await page.keyboard.press('Tab');
  const keys = (await program.rest('key')).map(({ key, ctrl, shift, alt, meta }) => [key, ctrl, shift, alt, meta].join(' '));
  const plain = 'false false false false';
  assert.deepEqual(keys, [`Escape ${plain}`, `ArrowDown ${plain}`, `n ${plain}`, `/ ${plain}`, `Enter ${plain}`, 'ArrowLeft true false false false']);
});

test('size, colours, network and visibility are told when they change', async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await program.expect({ t: 'resize', width: 390, height: 800, dpr: 1 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await program.expect({ t: 'scheme', dark: true, reduced_motion: true, contrast: false });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference', contrast: 'more' });
  await program.expect({ t: 'scheme', dark: false, reduced_motion: false, contrast: true });
  await page.emulateMedia({ contrast: null });
  await browser.context.setOffline(true);
  await program.expect({ t: 'online', online: false });
  await browser.context.setOffline(false);
  await program.expect({ t: 'online', online: true });
  await page.setViewportSize({ width: 1000, height: 700 });
  await program.expect({ t: 'resize', width: 1000, height: 700 });
});

test('no frame is drawn while nothing happens, one or two after something did', async () => {
  await pause(200);
  const { frames } = await program.facts();
  await pause(1000);
  assert.equal((await program.facts()).frames, frames);
  await page.keyboard.press('ArrowDown');
  await eventually(async () => (await program.facts()).frames > frames);
  await program.call('frame_wanted');
  await pause(300);
  assert.ok((await program.facts()).frames - frames <= 3);
});

test('the program is woken when it asked to be', async () => {
  await program.call('wake_at', Date.now() + 60_000);
  const asked = Date.now();
  await program.call('wake_at', asked + 250);
  await program.expect({ t: 'wake' });
  assert.ok(Date.now() - asked >= 250);
  assert.deepEqual(await program.rest('wake'), []);
});

test('requests go out packed when large, and every one is answered', async () => {
  await program.call('http', 1, 'POST', '/api/v1/sync', 'ą'.repeat(2000), '{"content-type":"application/json"}');
  const answer = await program.expect({ t: 'http', id: 1 });
  assert.deepEqual([answer.status, answer.body, answer.headers['x-answer'], answer.error], [200, '{"size":2000}', 'yes', '']);
  await program.call('http', 2, 'GET', '/api/v1/me', '', '');
  await program.expect({ t: 'http', id: 2, status: 200 });
  await program.call('http', 3, 'GET', '/api/never', '', '', 300);
  await program.expect({ t: 'http', id: 3, status: 0, error: 'timeout' });
  await browser.context.setOffline(true);
  await program.call('http', 4, 'GET', '/api/v1/me', '', '');
  await program.expect({ t: 'http', id: 4, status: 0, error: 'network' });
  await browser.context.setOffline(false);
  assert.deepEqual(site.state.calls.slice(0, 2).map(({ path, method, encoding, body }) => [path, method, encoding, body.length]), [
    ['api/v1/sync', 'POST', 'gzip', 2000], ['api/v1/me', 'GET', '', 0],
  ]);
});

test('paths go to the address bar, and back and forward come back', async () => {
  await program.post({ t: 'path', path: '/tickets', replace: false });
  await program.post({ t: 'path', path: '/tickets/7', replace: false });
  await program.post({ t: 'path', path: '/tickets/8', replace: true });
  await program.post({ t: 'path', path: '/tickets/8', replace: false });
  assert.equal(new URL(page.url()).pathname, '/deep/portal/tickets/8');
  await page.goBack();
  await program.expect({ t: 'navigate', path: '/tickets' });
  await page.goForward();
  await program.expect({ t: 'navigate', path: '/tickets/8' });
  await program.post({ t: 'title', text: 'CS-8 · Countersign' });
  assert.equal(await page.title(), 'CS-8 · Countersign');
});

test('copying, announcing, colours and language', async () => {
  await program.post({ t: 'copy', text: 'CS-1482' });
  await eventually(async () => (await page.evaluate(() => navigator.clipboard.readText())) === 'CS-1482');
  await program.post({ t: 'announce', text: 'Zapisano', assertive: false });
  const polite = () => page.locator('#polite').textContent();
  assert.equal(await polite(), 'Zapisano');
  await program.post({ t: 'announce', text: 'Zapisano', assertive: false });
  assert.equal(await polite(), 'Zapisano\u00a0', 'the same words again are a change');
  await program.post({ t: 'theme', dark: true, colors: { text: '#123456', surface: '#000001' } });
  await program.post({ t: 'language', lang: 'da' });
  assert.deepEqual(
    await page.evaluate(() => {
      const { documentElement: root } = document;
      return [root.dataset.theme, getComputedStyle(root).getPropertyValue('--field_text'), getComputedStyle(root).colorScheme, root.lang];
    }),
    ['dark', '#123456', 'dark', 'da'],
  );
});
