// @ts-check
// The PIN in front of a device's records: set, asked for, mistyped, changed, forgotten and removed; and how the page looks that asks for it.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { change_key_record, leave, read_key, stored_contents } from '../support/device_files.mjs';
import { eventually, fill, find, launch, press, settled, shown, shown_text } from '../support/portal.mjs';
import { root, start_server } from '../support/server.mjs';
import { go_to, sign_in, synced } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */

const pin = '274951';
const screenshots = join(root, 'build/screenshots');

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => {
  server = await start_server();
  await mkdir(screenshots, { recursive: true });
});
after(() => server?.remove());

/** @param {(page: Page, browser: Awaited<ReturnType<typeof launch>>) => Promise<void>} story */
async function in_browser(story) {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  try {
    await story(await browser.open(server.url), browser);
    assert.deepEqual([browser.errors, browser.violations], [[], []]);
  } finally {
    await browser.close();
  }
}

/** @param {Page} page */
const card_of = (page) => find(page, 'region', 'PIN of this device');

/** @param {Page} page @param {string} wanted @param {string} [again] */
async function set_pin(page, wanted, again = wanted) {
  await fill(page, 'New PIN', wanted, { exact: true, within: card_of(page) });
  await fill(page, 'New PIN once more', again, { within: card_of(page) });
  await press(page, 'button', /^(Set|Change) PIN$/, { within: card_of(page) });
}

/** @param {Page} page @param {string} address */
async function asked_at(page, address) {
  await page.goto(address);
  await shown(page, 'heading', 'Enter your PIN');
}

/** As a person types it, and Enter. @param {Page} page @param {string} text */
async function type_pin(page, text) {
  const field = page.getByLabel('Your PIN', { exact: true });
  await eventually(async () => (await field.evaluate((element) => element === document.activeElement)), { what: 'the field has the focus' });
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** The same, and waits until it was tried: the portal goes on, or asks anew with an empty field. @param {Page} page @param {string} text */
async function enter(page, text) {
  await type_pin(page, text);
  await page.waitForFunction(() => !(/** @type {HTMLInputElement | null} */ (document.getElementById('pin'))?.value));
}

test('a PIN is set, asked for at the next start, changed with the old one and removed', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact');
    await page.goto(`${server.url}settings/security`);
    for (const [wanted, again, answer] of /** @type {const} */ ([
      ['12', '12', /A PIN has 6 to 32 digits/], ['27495a', '27495a', /A PIN has 6 to 32 digits/], ['777777', '777777', /among the first/],
      ['234567', '234567', /among the first/], [pin, '274952', /are not the same/],
    ])) {
      await set_pin(page, wanted, again);
      await shown_text(page, answer);
    }
    await set_pin(page, pin);
    await shown_text(page, 'The PIN is set. It is asked for at the next start.');
    await shown_text(page, 'On: the PIN is asked for at every start.');
    await settled(page);
    await page.screenshot({ path: join(screenshots, 'pin-settings.png'), fullPage: true });
    await leave(page, server.url);
    await assert.rejects(() => read_key(page).then((key) => assert.equal(key.length, 64)), 'the browser’s key alone opens nothing');

    await asked_at(page, `${server.url}tickets`);
    const field = page.getByLabel('Your PIN', { exact: true });
    assert.deepEqual(
      await field.evaluate((/** @type {HTMLInputElement} */ one) => [one.type, one.inputMode, one.autocomplete]), ['password', 'numeric', 'off'],
    );
    await enter(page, pin);
    await shown(page, 'link', /^CS-\d+ /);

    await asked_at(page, `${server.url}settings/security`);
    await enter(page, pin);
    await fill(page, 'Current PIN', '000000', { within: card_of(page) });
    await set_pin(page, '860213');
    await shown_text(page, 'The current PIN is not right.');
    await fill(page, 'Current PIN', pin, { within: card_of(page) });
    await press(page, 'button', 'Change PIN', { within: card_of(page) });
    await shown_text(page, 'The PIN is set. It is asked for at the next start.');
    await asked_at(page, server.url);
    await enter(page, pin);
    await shown_text(page, 'That is not the PIN of this device. Type it again.');
    await enter(page, '860213');
    await synced(page);

    await asked_at(page, `${server.url}settings/security`);
    await enter(page, '860213');
    await fill(page, 'Current PIN', '860213', { within: card_of(page) });
    await press(page, 'button', 'Remove PIN', { within: card_of(page) });
    await shown_text(page, 'The PIN is removed.');
    await page.goto(server.url);
    await synced(page);
  });
});

test('wrong PINs have to wait longer and longer, ending the page makes none of them free, and a forgotten one says what would be lost', async () => {
  await in_browser(async (page, browser) => {
    await sign_in(page, 'contact');
    await page.goto(`${server.url}settings/security`);
    await set_pin(page, pin);
    await shown_text(page, 'On: the PIN is asked for at every start.');
    await browser.context.setOffline(true);
    await page.goto(`${server.url}tickets/new`);
    await enter(page, pin);
    await fill(page, 'Subject', 'Nie wysłane');
    await press(page, 'radio', 'One person');
    await press(page, 'radio', 'It hinders the work');
    await press(page, 'button', 'Open ticket');
    await shown(page, 'heading', 'Nie wysłane');

    await asked_at(page, server.url);
    for (const wrong of ['111111', '222222']) {
      await enter(page, wrong);
      await shown_text(page, 'That is not the PIN of this device. Type it again.');
    }
    await enter(page, '333333');
    await shown_text(page, /After so many wrong PINs you can try again in 0:0\d/);
    await shown_text(page, 'You can try again now.');

    // As after eight wrong ones, a moment ago: longer than this test takes.
    await browser.context.setOffline(false);
    await leave(page, server.url);
    await change_key_record(page, { wrong_tries: 8, last_try: Date.now() });
    await asked_at(page, server.url);
    await type_pin(page, pin);
    assert.equal(await page.getByLabel('Your PIN', { exact: true }).inputValue(), pin, 'even the right one is not tried');
    await page.reload();
    await shown_text(page, /After so many wrong PINs you can try again in [12]:\d\d/);
    assert.equal(await page.getByRole('button', { name: 'Open' }).getAttribute('aria-disabled'), 'true');
    await shown(page, 'heading', 'Have you forgotten the PIN?');
    await shown_text(page, 'Entries that were not sent and would be lost: 1.');
    await page.screenshot({ path: join(screenshots, 'pin-wait.png') });
    await page.getByRole('button', { name: 'Erase and start anew' }).click();
    await page.screenshot({ path: join(screenshots, 'pin-forgotten.png'), fullPage: true });
    await page.getByRole('button', { name: 'Keep them' }).click();

    await leave(page, server.url);
    await change_key_record(page, { last_try: 1 });
    await asked_at(page, server.url);
    await enter(page, pin);
    await shown(page, 'navigation', 'Main navigation');

    // The right one makes the wrong ones forgotten.
    await asked_at(page, server.url);
    assert.equal(await page.getByText(/After so many/).count(), 0);
  });
});

test('with the PIN forgotten, erasing starts anew without a PIN', async () => {
  await in_browser(async (page) => {
    await sign_in(page, 'contact2');
    await page.goto(`${server.url}settings/security`);
    await set_pin(page, pin);
    await shown_text(page, 'On: the PIN is asked for at every start.');
    await leave(page, server.url);
    const before_start = await stored_contents(page);
    // Five wrong ones long ago.
    await change_key_record(page, { wrong_tries: 5, last_try: 1 });
    await asked_at(page, server.url);
    await shown_text(page, 'Every entry on this device has been sent. What you had only begun to write would be lost.');
    await page.getByRole('button', { name: 'Erase and start anew' }).click();
    await page.getByRole('button', { name: 'Yes, erase the records on this device' }).click();
    await sign_in(page, 'contact2');
    await go_to(page, 'Tickets');
    await leave(page, server.url);
    const kept = await stored_contents(page);
    for (const line of before_start) assert.ok(!kept.includes(line));
    assert.equal((await read_key(page)).length, 64, 'no PIN');
    await page.goto(server.url);
    await synced(page);
  });
});

test('another tab asks for the PIN before it takes over, and signing out removes the PIN', async () => {
  await in_browser(async (page, browser) => {
    await sign_in(page, 'contact');
    await page.goto(`${server.url}settings/security`);
    await set_pin(page, pin);
    await shown_text(page, 'On: the PIN is asked for at every start.');
    const second = await browser.context.newPage();
    await second.goto(server.url);
    await shown(second, 'heading', 'Countersign is open in another tab');
    await second.getByRole('button', { name: 'Use it here' }).click();
    await shown(second, 'heading', 'Enter your PIN');
    // The first one can take it back while the PIN is asked for.
    await shown(page, 'heading', 'Countersign is open in another tab');
    await page.getByRole('button', { name: 'Use it here' }).click();
    await shown(page, 'heading', 'Enter your PIN');
    await enter(page, pin);
    await synced(page);
    await page.goto(`${server.url}settings`);
    await enter(page, pin);
    await press(page, 'button', 'Sign out');
    await press(page, 'button', 'Sign out', { within: find(page, 'dialog') });
    await shown(page, 'button', 'Sign in');
    await page.reload();
    await shown(page, 'button', 'Sign in');
  });
});

const titles = { 'en-GB': 'Enter your PIN', 'pl-PL': 'Podaj PIN', 'cs-CZ': 'Zadejte PIN', 'da-DK': 'Indtast din pinkode' };

test('the page that asks for the PIN, in four languages, on desktop and phone, light and dark', async () => {
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  try {
    const page = await browser.open(server.url);
    await sign_in(page, 'technician');
    await page.goto(`${server.url}settings/security`);
    await set_pin(page, pin);
    await shown_text(page, 'On: the PIN is asked for at every start.');
    for (const [locale, title] of Object.entries(titles)) {
      await page.evaluate(([base, lang]) => localStorage.setItem(`countersign:${base}:language`, lang), /** @type {const} */ (['/', locale.slice(0, 2)]));
      for (const [device, viewport, colorScheme] of /** @type {const} */ ([
        ['desktop', { width: 1280, height: 800 }, 'light'], ['phone', { width: 390, height: 844 }, 'dark'],
      ])) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.goto(server.url);
        await shown(page, 'heading', title);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'nothing is wider than the window');
        await page.screenshot({ path: join(screenshots, `pin-${device}-${colorScheme}-${locale.slice(0, 2)}.png`) });
      }
    }
  } finally {
    await browser.close();
  }
});
