// @ts-check
// When the application cannot run, a plain page says so in the person's language, and what to do.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { eventually, launch, press, shown } from '../support/portal.mjs';
import { start_site, wire } from './stub_site.mjs';

/** @type {Awaited<ReturnType<typeof start_site>>} */
let site;
before(async () => void (site = await start_site()));
after(async () => void (await site.stop()));

/** Pictures for people to look at, when asked for. */
const picture_folder = process.env.PAGE_PICTURES;

/**
 * @param {string} name
 * @param {Parameters<typeof launch>[0]} options
 * @param {(page: import('playwright-core').Page, browser: Awaited<ReturnType<typeof launch>>) => Promise<void>} body
 * @param {{address?: string, init?: () => void}} [more]
 */
function problem_test(name, options, body, { address, init } = {}) {
  test(name, async () => {
    const browser = await launch({ viewport: { width: 1000, height: 760 }, ...options });
    try {
      if (init) await browser.context.addInitScript(init);
      const page = await browser.open(address ?? site.address);
      await body(page, browser);
      if (picture_folder) {
        await mkdir(picture_folder, { recursive: true });
        await page.screenshot({ path: `${picture_folder}/${name.replace(/\W+/g, '_')}.png` });
      }
      assert.deepEqual([browser.violations, browser.errors], [[], []]);
    } finally {
      await browser.close();
    }
  });
}
/** @param {import('playwright-core').Page} page @param {string} title */
async function page_titled(page, title) {
  const heading = await shown(page, 'heading', title, { exact: true });
  assert.equal(await heading.evaluate((element) => element === document.activeElement), true, 'the title has the focus');
  assert.equal(await page.title(), `${title} · Countersign`);
  assert.equal(await page.locator('#stage').evaluate((element) => element.getBoundingClientRect().width > 0), true);
}

// The site's port is known only when the tests run: Chromium itself maps the name to this machine, whatever the port.
const lan_host = { args: ['--host-resolver-rules=MAP portal.test 127.0.0.1'] };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const no_graphics = { args: ['--disable-gpu', '--disable-software-rasterizer'], without: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] };
const remove_storage = () => {
  if ('StorageManager' in globalThis) delete (/** @type {any} */ (globalThis).StorageManager.prototype.getDirectory);
};

for (const [locale, title] of /** @type {const} */ ([['en-GB', 'This address is not secure'], ['pl-PL', 'Ten adres nie jest bezpieczny']])) {
  test(`plain HTTP on a network address is explained, ${locale}`, async () => {
    const browser = await launch({ ...lan_host, ...phone, locale });
    try {
      const page = await browser.open(`http://portal.test:${site.port}/visits/7`);
      await page_titled(page, title);
      const links = await page.locator('.problem_card a').evaluateAll((all) => all.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
      assert.deepEqual(links, [`https://portal.test:${site.port}/visits/7`, `http://localhost:${site.port}/visits/7`]);
      assert.match(await page.locator('.problem_card code').last().innerText(), new RegExp(`^ssh -L ${site.port}:localhost:${site.port} portal\\.test$`));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'nothing is wider than the phone');
      assert.deepEqual([browser.violations, browser.errors], [[], []]);
    } finally {
      await browser.close();
    }
  });
}

problem_test('no private file storage is explained in Danish', { locale: 'da-DK' }, async (page) => {
  await page_titled(page, 'Denne browser kan ikke gemme dit arbejde');
  assert.match(await page.locator('.problem_safe').innerText(), /Intet er gået tabt/);
}, { init: remove_storage });

problem_test('no WebGL 2 names hardware acceleration, in Czech and dark', { ...no_graphics, locale: 'cs-CZ', colorScheme: 'dark' }, async (page) => {
  await page_titled(page, 'Tento prohlížeč neumí vykreslit obrazovky');
  assert.match(await page.locator('.problem_card ol').innerText(), /hardwarovou/);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(13, 16, 26)');
});

problem_test('an unknown language gets English', { locale: 'fr-FR' }, async (page) => {
  await page_titled(page, 'This browser cannot keep your work');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
}, { init: remove_storage });

problem_test('a crash of the program is shown with details to copy, and reloading starts anew', {}, async (page, browser) => {
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await wire(page);
  await page.keyboard.press('F9');
  await page_titled(page, 'Countersign has stopped');
  await page.getByText('Details for support').click();
  assert.match(await page.locator('.problem_detail').innerText(), /the stub was told to fail[^]*build one\n/);
  await page.getByRole('button', { name: 'Copy details' }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /the stub was told to fail/);
  await press(page, 'button', 'Reload');
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.getElementById('problem')).hidden && document.getElementById('splash')?.hidden);
});

test('an error in the page itself, an uncaught promise too, stops the program and says so', async () => {
  for (const fail of [() => void setTimeout(() => { throw new Error('page fault'); }), () => void Promise.reject(new Error('page fault'))]) {
    const browser = await launch();
    const page = await browser.open(site.address);
    await page.evaluate(fail);
    await shown(page, 'heading', 'Countersign has stopped');
    assert.match((await page.locator('.problem_detail').textContent()) ?? '', /page fault/);
    await browser.close();
  }
});

problem_test('a full device lets the person go back to the application', { locale: 'pl-PL', ...phone }, async (page) => {
  const program = await wire(page);
  await program.post({ t: 'problem', key: 'storage_full', detail: 'QuotaExceededError', recoverable: true });
  await page_titled(page, 'Brakuje miejsca');
  assert.equal(await page.locator('#stage').evaluate((element) => /** @type {HTMLElement} */ (element).inert), true);
  await page.getByRole('button', { name: 'Wróć' }).click();
  await eventually(() => page.locator('#problem').isHidden());
  assert.equal(await page.locator('#stage').evaluate((element) => /** @type {HTMLElement} */ (element).inert), false);
  await page.keyboard.press('Escape');
  await program.expect({ t: 'key', key: 'Escape' });
});

problem_test('a database of a newer version ends the worker before it writes', {}, async (page) => {
  const program = await wire(page);
  await program.say({ t: 'problem', key: 'newer_database', detail: 'user_version 9' });
  await page_titled(page, 'Your records were written by a newer version');
  await eventually(() => page.workers().length === 0, { what: 'the worker ended' });
});

for (const [locale, title, save, aside] of /** @type {const} */ ([
  ['en-GB', 'Your stored records are damaged', 'Save the file', 'Put it aside and start anew'],
  ['pl-PL', 'Zapisane dane są uszkodzone', 'Zapisz plik', 'Odłóż plik i zacznij od nowa'],
  ['cs-CZ', 'Uložené záznamy jsou poškozené', 'Uložit soubor', 'Odložit soubor a začít znovu'],
  ['da-DK', 'Dine gemte registreringer er beskadiget', 'Gem filen', 'Læg den til side, og begynd forfra'],
])) {
  problem_test(`a damaged database ends the program, and its file can be had, ${locale}`, { locale }, async (page) => {
    const program = await wire(page);
    await program.say({ t: 'problem', key: 'corrupt_database', detail: 'malformed' });
    await page_titled(page, title);
    await program.rest('');
    await page.keyboard.press('n');
    assert.deepEqual(await program.rest('key'), [], 'the program is told nothing more');
    for (const name of [save, aside]) assert.equal(await page.getByRole('button', { name }).count(), 1);
    // The stub has no database: the answer says so, and the page stays.
    await page.getByRole('button', { name: save }).click();
    await eventually(async () => ((await page.locator('.problem_answer').first().textContent()) ?? '').length > 0);
  });
}

problem_test('a key without words still gives a page, with the key in the details', {}, async (page) => {
  const program = await wire(page);
  await program.say({ t: 'problem', key: 'something_new', detail: 'of later' });
  await page_titled(page, 'Countersign has stopped');
  assert.match((await page.locator('.problem_detail').textContent()) ?? '', /something_new: of later/);
});

test('a part that does not arrive is named, and trying again helps', async () => {
  for (const part of ['worker/worker.js', 'worker/countersign_portal.wasm', 'worker/countersign_portal.js', 'fonts/inter-500.ttf', 'i18n/en.json']) {
    site.state.missing.add(part);
    const browser = await launch();
    const page = await browser.open(site.address);
    await shown(page, 'heading', 'Countersign could not be loaded');
    assert.ok((await page.locator('.problem_detail').textContent())?.includes(part), part);
    site.state.missing.delete(part);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(() => document.getElementById('problem')?.hidden && document.getElementById('splash')?.hidden);
    await browser.close();
  }
});

test('without JavaScript the start page says so in four languages', async () => {
  const browser = await launch({ javaScriptEnabled: false });
  const page = await browser.context.newPage();
  await page.goto(site.address);
  const text = await page.locator('noscript').textContent();
  assert.match(text ?? '', /needs JavaScript[^]*wymaga JavaScriptu[^]*potřebuje JavaScript[^]*kræver JavaScript/);
  await browser.close();
});
