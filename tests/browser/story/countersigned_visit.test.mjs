// @ts-check
// The story: a technician carries out a maintenance visit with no network, the battery dies in the middle, nothing is lost; back online it is sent;
// the client's contact person countersigns it in another browser, and both see the same record. Then the log proves itself.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { draw, eventually, fill, find, launch, press, shown, shown_text } from '../support/portal.mjs';
import { run_program, start_server, temporary_folder } from '../support/server.mjs';
import { arrived_at, go_to, place_of, sign_in, synced } from '../support/session.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof launch>>} Browser */

const client = 'Przychodnia Łąkowa';
const found_ticket = 'Zasilacz komputera REJ-02 głośno buczy';
const remark = 'Proszę wymienić dysk przed końcem miesiąca';

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
let technician_profile = '';
let contact_profile = '';
/** @type {Browser[]} */
const browsers = [];

before(async () => {
  server = await start_server();
  technician_profile = await temporary_folder('technician');
  contact_profile = await temporary_folder('contact');
});

after(async () => {
  for (const browser of browsers) await browser.close().catch(() => undefined); // the killed one is gone already
  await server?.remove();
  for (const folder of [technician_profile, contact_profile]) await rm(folder, { recursive: true, force: true });
});

/** What was on the screen when it went wrong. @param {Page} page @param {string} name */
async function report(page, name) {
  try {
    console.log(`${name}: ${page.url()}\n${await page.locator('body').ariaSnapshot()}`);
  } catch (error) {
    console.log(`${name}: the page cannot be read: ${String(error)}`);
  }
}

/** @param {string} profile */
async function browser_of(profile) {
  const browser = await launch({ profile, locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  browsers.push(browser);
  return browser;
}

/** @param {Page} page @param {string} computer @param {string} check @param {'OK' | 'Fault'} answer_name */
async function answer(page, computer, check, answer_name) {
  const group = find(page, 'radiogroup', check, { within: find(page, 'group', computer) });
  await press(page, 'radio', answer_name, { within: group });
  await eventually(async () => find(page, 'radio', answer_name, { within: group }).isChecked(), { what: `${computer}, ${check}: ${answer_name}` });
}

/** All checks of a computer whose part is open. @param {Page} page @param {string} computer */
async function checks_of(page, computer) {
  const group = find(page, 'group', computer);
  await group.first().waitFor({ state: 'attached' });
  return Promise.all((await group.getByRole('radiogroup').all()).map(async (one) => (await one.getAttribute('aria-label')) ?? ''));
}

/** Opens the part of a computer if it is closed. @param {Page} page @param {string} computer */
async function open_computer(page, computer) {
  const head = find(page, 'button', computer);
  await head.first().waitFor({ state: 'attached' });
  if ((await head.first().getAttribute('aria-expanded')) === 'false') await press(page, 'button', computer);
  await eventually(async () => (await checks_of(page, computer)).length > 0, { what: `the checks of ${computer}` });
}

test('a visit done with no network is countersigned by the client, and both see the same record', async (t) => {
  /** Each step needs the ones before it: the first that fails ends the story. @param {string} name @param {() => Promise<void>} work */
  const step = async (name, work) => {
    /** @type {unknown} */
    let problem;
    await t.test(name, async () => {
      await work().catch(async (error) => {
        problem = error;
        for (const one of browsers.flatMap((each) => each.context.pages())) await report(one, name);
        throw error;
      });
    });
    if (problem) throw problem;
  };
  let browser = await browser_of(technician_profile);
  let page = await browser.open(server.url);
  let visit_path = '';
  let record_path = '';
  /** @type {string[]} */
  let computers = [];

  await step('the technician signs in and the portal is kept for starting offline', async () => {
    await sign_in(page, 'technician');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(() => true));
  });

  await step('the network is cut and the portal starts without it', async () => {
    await server.stop();
    await browser.context.setOffline(true);
    await page.reload();
    await shown(page, 'navigation', 'Main navigation', { timeout: 30_000 });
    await shown(page, 'link', /^Offline/);
  });

  await step('the technician arrives', async () => {
    await go_to(page, 'Visits');
    await press(page, 'link', new RegExp(`^${client}.*today`));
    await arrived_at(page, /^\/visits\//);
    visit_path = place_of(page);
    await press(page, 'button', 'Start visit');
    await shown(page, 'button', 'Finish and ask for signature');
  });

  await step('the checklist of three computers is answered, with a finding', async () => {
    computers = ['REJ-01', 'REJ-02', 'LEK-01'];
    for (const computer of computers.slice(0, 2)) {
      await open_computer(page, computer);
      for (const check of await checks_of(page, computer)) await answer(page, computer, check, 'OK');
    }
    await open_computer(page, 'REJ-02');
    const [first_check = ''] = await checks_of(page, 'REJ-02');
    await answer(page, 'REJ-02', first_check, 'Fault');
    const group = find(page, 'group', 'REJ-02');
    await fill(page, `Note for ${first_check}`, 'Kopia z 3 lis, zaktualizowana ręcznie', { within: group });
    await page.keyboard.press('Tab');
  });

  await step('the browser is killed in the middle and nothing that was entered is lost', async () => {
    await press(page, 'button', 'Time', { exact: true });
    const dialog = await shown(page, 'dialog', 'How long did it take?');
    await fill(page, 'Time spent', '45', { within: dialog });
    await fill(page, 'What was done', 'Przegląd i czyszczenie', { within: dialog });
    await press(page, 'button', 'Record time', { within: dialog });
    await shown_text(page, '45 min');
    await browser.kill();

    browser = await browser_of(technician_profile);
    await browser.context.setOffline(true);
    page = await browser.open(new URL(visit_path.slice(1), server.url).href);
    await shown(page, 'button', 'Finish and ask for signature', { timeout: 30_000 });
    await shown_text(page, '45 min');
    await press(page, 'button', 'Done: 2 computers');
    await open_computer(page, 'REJ-02');
    const checks = await checks_of(page, 'REJ-02');
    assert.equal(checks.length, 5);
    const first = find(page, 'radiogroup', checks[0], { within: find(page, 'group', 'REJ-02') });
    assert.ok(await find(page, 'radio', 'Fault', { within: first }).isChecked());
    assert.equal(await find(page, 'textbox', `Note for ${checks[0]}`).inputValue(), 'Kopia z 3 lis, zaktualizowana ręcznie');
  });

  await step('a ticket is found on the way and the third computer is done', async () => {
    await press(page, 'link', 'New ticket', { within: find(page, 'main') });
    await fill(page, 'Subject', found_ticket);
    await press(page, 'radio', 'One person');
    await press(page, 'radio', 'It hinders the work');
    await press(page, 'button', 'Open ticket');
    await arrived_at(page, new RegExp(visit_path));
    await shown_text(page, found_ticket);
    await open_computer(page, 'LEK-01');
    for (const check of await checks_of(page, 'LEK-01')) await answer(page, 'LEK-01', check, 'OK');
  });

  await step('the technician leaves; the signature is for later', async () => {
    await press(page, 'button', 'Finish and ask for signature');
    const dialog = await shown(page, 'dialog', 'Finish the visit?');
    await fill(page, 'Summary', 'Przegląd rejestracji, jedna usterka', { within: dialog });
    await press(page, 'button', 'Finish visit', { within: dialog });
    await arrived_at(page, /^\/records\/.*\/sign$/);
    record_path = place_of(page).replace(/\/sign$/, '');
    await press(page, 'link', 'Later, in their own session');
    await shown(page, 'link', /^Offline/);
  });

  await step('back online everything is sent', async () => {
    await server.start();
    await browser.context.setOffline(false);
    // Chromium writes cookies to the disk every half minute: the kill may have taken the session with it, and the portal then asks for the password
    // again. What was recorded waits for that, too.
    const link = await shown(page, 'link', /^(Synced|Sign in again)/);
    if (/^Sign in/.test((await link.textContent()) ?? '')) {
      await press(page, 'link', /^Sign in again/, { within: find(page, 'navigation', 'Main navigation') });
      await sign_in(page, 'technician');
    }
    await synced(page);
  });

  const contact_browser = await browser_of(contact_profile);
  const contact_page = await contact_browser.open(server.url);

  await step('the contact person finds the visit under "to verify" and accepts it with a remark and a signature', async () => {
    await sign_in(contact_page, 'contact2');
    await go_to(contact_page, 'To verify');
    await press(contact_page, 'link', 'Full record', { within: find(contact_page, 'list', 'To verify') });
    await arrived_at(contact_page, new RegExp(record_path));
    await shown_text(contact_page, 'Kopia z 3 lis, zaktualizowana ręcznie');
    await shown_text(contact_page, '45 min');
    await press(contact_page, 'link', 'Confirm with remarks');
    await arrived_at(contact_page, /\/sign$/);
    await fill(contact_page, 'Your remark', remark);
    await draw(contact_page, 'Signature');
    await press(contact_page, 'button', 'Sign', { exact: true });
    await arrived_at(contact_page, new RegExp(`${record_path}$`));
    await shown_text(contact_page, remark);
    await synced(contact_page);
  });

  await step('the technician sees it', async () => {
    await page.goto(new URL(record_path.slice(1), server.url).href);
    await shown_text(page, remark, { timeout: 30_000 });
    await shown_text(page, 'Halina Dębska');
    await shown(page, 'img', 'Signature');
    assert.deepEqual(browser.errors, []);
    assert.deepEqual(browser.violations, []);
    assert.deepEqual(contact_browser.errors, []);
  });

  await step('the chain proves itself, and one changed byte is named', async () => {
    await server.stop();
    const good = run_program(['verify', '--data', server.data]);
    assert.equal(good.status, 0, good.out + good.err);
    const file = join(server.data, 'countersign.db');
    const bytes = await readFile(file);
    const at = bytes.indexOf('Przegląd rejestracji, jedna usterka');
    assert.ok(at > 0, 'the summary stands in the database');
    bytes[at] = 'p'.charCodeAt(0);
    await writeFile(file, bytes);
    const broken = run_program(['verify', '--data', server.data]);
    assert.equal(broken.status, 1, broken.out + broken.err);
    assert.match(broken.out + broken.err, /org\/[0-9a-f-]+\/shared: event \d+ \(work_recorded, /);
  });
});
