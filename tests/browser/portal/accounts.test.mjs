// @ts-check
// What people do with their accounts in the real portal against the real server: an invitation, a password, a second step, a lost device; and
// that secrets come to stand nowhere.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { eventually, fill, find, launch, press, settled, shown, shown_text, started } from '../support/portal.mjs';
import { demo_password, root, run_program, start_server } from '../support/server.mjs';
import { arrived_at, go_to, sign_in, synced } from '../support/session.mjs';
import { code_of } from '../support/totp.mjs';

/** @typedef {import('playwright-core').Page} Page */

const folder = join(root, 'build/screenshots');
const own_password = 'a green hat in november';

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => {
  server = await start_server({ args: ['--log-requests'] });
  await mkdir(folder, { recursive: true });
});
after(() => server?.remove());

/** @param {string} login @param {string} role */
function invite(login, role) {
  const made = run_program(['admin', 'invite', '--data', server.data, '--login', login, '--name', 'Jana Nová', '--role', role, '--url', server.url]);
  assert.equal(made.status, 0, made.err);
  const link = made.out.trim();
  assert.match(link, /\/invitation#[0-9a-f]{64}$/);
  return link;
}

/** The server's files and everything it wrote. */
async function stored_and_logged() {
  const files = await Promise.all(['countersign.db', 'countersign.db-wal'].map((name) => readFile(join(server.data, name), 'latin1')));
  return files.join('') + server.output();
}

/** @param {import('playwright-core').BrowserContextOptions & {profile?: string}} [options] */
const browser_of = (options = {}) => launch({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });

/** @param {Page} page */
async function sign_out(page) {
  await page.goto(`${server.url}settings`);
  await press(page, 'button', 'Sign out');
  await press(page, 'button', 'Sign out', { within: find(page, 'dialog') });
  await arrived_at(page, /\/sign-in$/);
}

/** Sets a second step up on the security page, as far as the recovery codes. @param {Page} page @param {string} password */
async function set_up_second_step(page, password) {
  await page.goto(`${server.url}settings/security`);
  const card = find(page, 'region', 'Second step at sign-in');
  await fill(page, 'Your password', password, { within: card });
  await press(page, 'button', 'Set up');
  const secret = ((await (await shown_text(page, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)).textContent()) ?? '').replaceAll(' ', '');
  await page.screenshot({ path: join(folder, 'second-step-secret.png') });
  await fill(page, 'Code of the app', code_of(secret));
  await press(page, 'button', 'Confirm');
  await shown_text(page, 'Your recovery codes');
  const codes = await page.getByText(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/).allTextContents();
  assert.equal(new Set(codes).size, 10);
  await settled(page);
  await page.screenshot({ path: join(folder, 'second-step-codes.png') });
  return { secret, codes };
}

test('invited, a password of one’s own, a second step, and in with it; and none of the secrets stands in files or logs', async () => {
  const link = invite('jana', 'administrator');
  const browser = await browser_of();
  try {
    const page = await browser.open(link);
    await shown_text(page, /Jana Nová, you are invited/);
    await fill(page, 'New password', 'password123');
    await press(page, 'button', 'Set password and sign in');
    await shown_text(page, /among the first/);
    await fill(page, 'New password', own_password);
    await press(page, 'button', 'Set password and sign in');
    await shown(page, 'navigation', 'Main navigation');
    assert.ok(!page.url().includes('#'), 'the secret is out of the address');

    const { secret, codes } = await set_up_second_step(page, own_password);
    await press(page, 'button', 'I have kept them');
    await shown_text(page, 'On: signing in asks for a code.');
    await shown_text(page, '10 recovery codes left');
    await sign_out(page);

    await fill(page, 'User name', 'jana');
    await fill(page, 'Password', own_password);
    await press(page, 'button', 'Sign in', { exact: true });
    await shown(page, 'textbox', 'Code');
    await settled(page);
    await page.screenshot({ path: join(folder, 'second-step-sign-in.png') });
    await fill(page, 'Code', '000000');
    await press(page, 'button', 'Sign in', { exact: true });
    await shown_text(page, /The code is not right/);
    await fill(page, 'Code', code_of(secret, 1));
    await press(page, 'button', 'Sign in', { exact: true });
    await shown(page, 'navigation', 'Main navigation');
    await sign_out(page);

    await page.goto(`${server.url}sign-in`);
    await fill(page, 'User name', 'jana');
    await fill(page, 'Password', own_password);
    await press(page, 'button', 'Sign in', { exact: true });
    await shown(page, 'textbox', 'Code');
    await fill(page, 'Code', codes[4].toLowerCase().replaceAll('-', ' '));
    await press(page, 'button', 'Sign in', { exact: true });
    await shown(page, 'navigation', 'Main navigation');
    const tokens = (await browser.context.cookies()).map(({ value }) => value);
    assert.equal(tokens.length, 2);

    const everything = await stored_and_logged();
    assert.match(everything, /method=POST path="?\/api\/v1\/session\/code/, 'requests were logged');
    for (const one of [own_password, demo_password, link.slice(-64), secret, ...codes, ...tokens]) assert.ok(!everything.includes(one), `found ${one}`);
    assert.deepEqual(browser.errors, []);
    assert.deepEqual(browser.violations, []);
  } finally {
    await browser.close();
  }
});

test('a link that was used says so, and after a reload, too', async () => {
  const link = invite('once', 'technician');
  const browser = await browser_of();
  try {
    const page = await browser.open(link);
    await shown_text(page, /you are invited/);
    await page.reload();
    await started(page);
    await shown_text(page, /you are invited/);
    await fill(page, 'New password', own_password);
    await press(page, 'button', 'Set password and sign in');
    await shown(page, 'navigation', 'Main navigation');
  } finally {
    await browser.close();
  }
  const other = await browser_of();
  try {
    await shown_text(await other.open(link), /was used already/);
  } finally {
    await other.close();
  }
});

test('a lost device hands over what it recorded without a network, erases itself at its next contact, and says so', async () => {
  const [desk, lost] = [await browser_of(), await browser_of({ viewport: { width: 390, height: 844 } })];
  try {
    const lost_page = await lost.open(server.url);
    await sign_in(lost_page, 'contact').catch(async (error) => {
      // A phone shows the state only where it is not synced.
      if (!/Synced/.test(String(error))) throw error;
    });
    const page = await desk.open(server.url);
    await sign_in(page, 'contact');
    await lost.context.setOffline(true);
    await lost_page.goto(`${server.url}tickets/new`);
    await fill(lost_page, 'Subject', 'Zgubiony telefon, zgłoszenie zostaje');
    await press(lost_page, 'radio', 'One person');
    await press(lost_page, 'radio', 'It hinders the work');
    await press(lost_page, 'button', 'Open ticket');

    await page.goto(`${server.url}settings/security`);
    const devices = find(page, 'list', 'Devices with your data');
    await eventually(async () => (await devices.getByRole('listitem').count()) === 2, { what: 'two devices' });
    const other = devices.getByRole('listitem').filter({ hasNotText: 'this device' });
    await press(page, 'button', 'Wipe device', { within: other });
    await press(page, 'button', 'Wipe device', { within: find(page, 'dialog') });
    await shown_text(page, 'Will be wiped at its next contact');

    await lost.context.setOffline(false);
    await shown_text(lost_page, /This device was wiped/, { timeout: 40_000 });
    await shown(lost_page, 'button', 'Sign in');
    await lost_page.reload();
    await started(lost_page);
    await shown_text(lost_page, /This device was wiped/);
    assert.deepEqual((await lost.context.cookies()).filter(({ name }) => name === 'countersign_session'), []);

    await synced(page);
    await go_to(page, 'Tickets');
    await shown(page, 'link', /^CS-\d+ Zgubiony telefon, zgłoszenie zostaje/);
  } finally {
    await desk.close();
    await lost.close();
  }
});

for (const look of [
  { name: 'desktop-light-en', locale: 'en-GB', colorScheme: /** @type {const} */ ('light'), viewport: { width: 1440, height: 1400 }, hasTouch: false, words: ['User name', 'Password', 'Sign in'] },
  { name: 'phone-dark-pl', locale: 'pl-PL', colorScheme: /** @type {const} */ ('dark'), viewport: { width: 390, height: 1600 }, hasTouch: true, words: ['Nazwa użytkownika', 'Hasło', 'Zaloguj'] },
]) {
  test(`invitation and security page are drawn: ${look.name}`, async () => {
    const browser = await launch(look);
    try {
      const page = await browser.open(invite(`pictured-${look.name}`, 'technician'));
      await shown(page, 'button', /Set password|Ustaw hasło/);
      await settled(page);
      await page.screenshot({ path: join(folder, `${look.name}-invitation.png`) });
      await page.goto(server.url);
      await started(page);
      await fill(page, look.words[0], 'technician');
      await fill(page, look.words[1], demo_password);
      await press(page, 'button', look.words[2]);
      await shown(page, 'heading', /Today|Dzisiaj/);
      await page.goto(`${server.url}settings/security`);
      await shown_text(page, /this device|to urządzenie/);
      await settled(page);
      await page.screenshot({ path: join(folder, `${look.name}-security.png`) });
      assert.deepEqual(browser.errors, []);
      assert.deepEqual(browser.violations, []);
    } finally {
      await browser.close();
    }
  });
}
