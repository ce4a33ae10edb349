// @ts-check
// The mirror: tree operations become real elements with the right roles, names and states, and the person's actions become messages.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { find, launch } from '../support/portal.mjs';
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
  site = await start_site({ base: '/portal/' });
  browser = await launch({ viewport: { width: 1000, height: 700 } });
  page = await browser.open(site.address);
  program = await wire(page);
});
after(async () => {
  await browser.close();
  await site.stop();
  assert.deepEqual([browser.errors, browser.violations], [[], []]);
});
afterEach(async () => {
  await program.tree({ o: 'del', id: 1 });
  assert.equal(await page.locator('#mirror *').count(), 0);
  await program.rest('');
});

/** @param {number} id @param {number} parent @param {object} n @param {number} [next] */
const add = (id, parent, n, next = 0) => ({ o: 'add', id, parent, before: next, n: { rect: [0, 0, 10, 10], ...n } });
/** @param {string} role @param {string} name */
const count = (role, name) => find(page, /** @type {any} */ (role), name, { exact: true }).count();

test('every role becomes an element that is found by its role and name', async () => {
  const by_role = {
    heading: 'heading', button: 'button', link: 'link', checkbox: 'checkbox', radio: 'radio', radiogroup: 'radiogroup', switch: 'switch',
    textbox: 'textbox', combobox: 'combobox', form: 'form', list: 'list', listitem: 'listitem', table: 'table', row: 'row',
    columnheader: 'columnheader', cell: 'cell', navigation: 'navigation', banner: 'banner', region: 'region', dialog: 'dialog', image: 'img',
    progressbar: 'progressbar', tablist: 'tablist', tab: 'tab', signature: 'img', group: 'group', toolbar: 'toolbar',
  };
  const roles = Object.keys(by_role);
  await program.tree(
    add(1, 0, { role: 'screen', name: 'Everything' }),
    ...roles.map((role, index) => add(10 + index, 1, { role, name: `a ${role}`, href: '/x' })),
  );
  for (const [role, aria] of Object.entries(by_role)) assert.equal(await count(aria, `a ${role}`), 1, role);
  assert.equal(await count('main', 'Everything'), 1);
});

test('plain text, status and alert hold their words as content', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'text', name: 'Zażółć gęślą jaźń' }),
    add(3, 1, { role: 'status', name: 'Synced' }), add(4, 1, { role: 'alert', name: 'No network' }), add(5, 1, { role: 'separator' }),
  );
  assert.equal(await page.getByText('Zażółć gęślą jaźń', { exact: true }).count(), 1);
  assert.equal(await page.getByRole('status').filter({ hasText: 'Synced' }).count(), 1);
  assert.equal(await page.getByRole('alert').filter({ hasText: 'No network' }).count(), 1);
});

test('states become attributes, and go again', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S' }),
    add(2, 1, { role: 'checkbox', name: 'All', checked: 'mixed' }),
    add(3, 1, { role: 'button', name: 'More', expanded: false, disabled: true, description: 'Why not' }),
    add(4, 1, { role: 'textbox', name: 'Time', invalid: true, error: 'Minutes: 0 to 59', required: true }),
    add(5, 1, { role: 'row', name: 'R', row_index: 7, set_size: 90, selected: true }),
    add(6, 1, { role: 'link', name: 'Today', href: '/today', current: 'page' }),
    add(7, 1, { role: 'tab', name: 'T' }),
    add(8, 1, { role: 'heading', name: 'H', level: 3 }),
  );
  const all = page.locator('#mirror');
  const checkbox = find(page, 'checkbox', 'All');
  assert.equal(await checkbox.evaluate((element) => /** @type {HTMLInputElement} */ (element).indeterminate), true);
  assert.equal(await all.locator('[aria-expanded=false][aria-disabled=true]').getAttribute('aria-description'), 'Why not');
  assert.equal(await all.locator('[aria-invalid=true][aria-required=true]').getAttribute('aria-description'), 'Minutes: 0 to 59');
  assert.equal(await all.locator('tr[aria-rowindex="7"][aria-setsize="90"][aria-selected=true]').count(), 1);
  assert.equal(await find(page, 'link', 'Today').getAttribute('href'), '/portal/today');
  assert.equal(await find(page, 'link', 'Today').getAttribute('aria-current'), 'page');
  assert.equal(await find(page, 'tab', 'T').getAttribute('aria-selected'), 'false');
  assert.equal(await all.locator('h3').count(), 1);
  await program.tree(
    { o: 'set', id: 2, n: { checked: true } }, { o: 'set', id: 3, n: { expanded: true, disabled: null, description: null } },
    { o: 'set', id: 4, n: { invalid: null, error: null, required: null } }, { o: 'set', id: 6, n: { current: null } },
    { o: 'set', id: 8, n: { level: 2, name: 'H two' } },
  );
  assert.equal(await checkbox.isChecked(), true);
  assert.equal(await all.locator('[aria-disabled], [aria-invalid], [aria-required], [aria-current], [aria-description]').count(), 0);
  assert.equal(await all.locator('[aria-expanded=true]').count(), 1);
  assert.deepEqual([await all.locator('h3').count(), await all.locator('h2').textContent()], [0, 'H two']);
});

test('elements lie where the canvas draws, however they are nested', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S', rect: [0, 0, 1000, 700] }), add(2, 1, { role: 'region', name: 'R', rect: [100, 50, 400, 300] }),
    add(3, 2, { role: 'list', name: 'L', rect: [120, 60, 300, 200] }), add(4, 3, { role: 'listitem', rect: [130, 70, 250, 40] }),
    add(5, 4, { role: 'button', name: 'Deep', rect: [140, 75, 80, 30] }),
  );
  assert.deepEqual(await find(page, 'button', 'Deep').boundingBox(), { x: 140, y: 75, width: 80, height: 30 });
  assert.deepEqual(await find(page, 'list', 'L').boundingBox(), { x: 120, y: 60, width: 300, height: 200 });
  await program.tree({ o: 'set', id: 2, n: { rect: [300, 50, 400, 300] } }, { o: 'set', id: 5, n: { rect: [340, 75, 80, 30] } });
  assert.deepEqual(await find(page, 'button', 'Deep').boundingBox(), { x: 340, y: 75, width: 80, height: 30 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight), true);
});

test('order and parents follow the operations, and the focus stays with its element', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'list', name: 'L' }),
    add(5, 2, { role: 'listitem' }), add(4, 2, { role: 'listitem' }, 5), add(3, 2, { role: 'listitem' }, 4),
    add(13, 3, { role: 'button', name: 'three' }), add(14, 4, { role: 'button', name: 'four' }), add(15, 5, { role: 'button', name: 'five' }),
  );
  const names = () => page.getByRole('button').allTextContents();
  assert.deepEqual(await names(), ['three', 'four', 'five']);
  await find(page, 'button', 'three').focus();
  await program.expect({ t: 'focus', id: 13 });
  await program.tree({ o: 'move', id: 3, parent: 2, before: 0 }, { o: 'move', id: 14, parent: 5, before: 15 }, { o: 'del', id: 4 });
  assert.deepEqual(await names(), ['four', 'five', 'three']);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'three');
  assert.deepEqual([...(await program.rest('blur')), ...(await program.rest('focus'))], []);
});

test('a cell with a link inside is named once, and has its own text back when the link goes', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'table', name: 'T' }), add(3, 2, { role: 'row' }),
    add(4, 3, { role: 'cell', name: 'CS-1482' }), add(5, 4, { role: 'link', name: 'CS-1482', href: '/tickets/1482' }),
  );
  assert.equal(await page.getByRole('row').textContent(), 'CS-1482');
  assert.equal(await count('cell', 'CS-1482'), 1);
  await program.tree({ o: 'del', id: 5 });
  assert.equal(await page.getByRole('cell').textContent(), 'CS-1482');
});

test('Enter and Space press buttons, arrows choose among radios; nothing is checked until the program says so', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'button', name: 'Go' }), add(3, 1, { role: 'checkbox', name: 'Backup' }),
    add(4, 1, { role: 'radiogroup', name: 'Place' }),
    add(5, 4, { role: 'radio', name: 'On site', group: 4, checked: true }), add(6, 4, { role: 'radio', name: 'Remote', group: 4, checked: false }),
    add(7, 1, { role: 'button', name: 'Off', disabled: true }),
  );
  await find(page, 'button', 'Go').focus();
  await page.keyboard.press('Enter');
  await program.expect({ t: 'activate', id: 2 });
  await page.keyboard.press('Space');
  await program.expect({ t: 'activate', id: 2 });
  await page.keyboard.press('Tab');
  await program.expect({ t: 'focus', id: 3, ring: true });
  await page.keyboard.press('Space');
  await program.expect({ t: 'activate', id: 3 });
  assert.equal(await find(page, 'checkbox', 'Backup').isChecked(), false);
  await program.tree({ o: 'set', id: 3, n: { checked: true } });
  assert.equal(await find(page, 'checkbox', 'Backup').isChecked(), true);
  await page.keyboard.press('Tab');
  await program.expect({ t: 'focus', id: 5 });
  await page.keyboard.press('ArrowDown');
  await program.expect({ t: 'activate', id: 6 });
  await program.tree({ o: 'set', id: 5, n: { checked: false } }, { o: 'set', id: 6, n: { checked: true } });
  assert.deepEqual([await find(page, 'radio', 'On site').isChecked(), await find(page, 'radio', 'Remote').isChecked()], [false, true]);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Remote');
  await find(page, 'button', 'Off').focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await program.rest('activate'), []);
});

test('a link goes to the program, with Ctrl to a new tab of the browser', async () => {
  await program.tree(add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'link', name: 'Visit', href: '/visits/7' }));
  await find(page, 'link', 'Visit').focus();
  await page.keyboard.press('Enter');
  await program.expect({ t: 'activate', id: 2 });
  const opened = browser.context.waitForEvent('page');
  await page.keyboard.press('Control+Enter');
  const other = await opened;
  await other.waitForURL('**/portal/visits/7');
  await other.close();
  assert.deepEqual(await program.rest('activate'), []);
});

test('the program moves the focus without hearing of it, also to what comes later', async () => {
  await program.tree(add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'heading', name: 'Today', level: 1 }));
  await program.rest('');
  await program.post({ t: 'focus', id: 2 });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Today');
  await program.post({ t: 'focus', id: 3 });
  await program.tree(add(3, 1, { role: 'button', name: 'Later' }));
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Later');
  assert.deepEqual([...(await program.rest('focus')), ...(await program.rest('blur'))], []);
});

test('a modal dialog makes the rest inert, and closing it wakes the rest', async () => {
  await program.tree(
    add(1, 0, { role: 'group' }), add(2, 1, { role: 'screen', name: 'S' }), add(3, 2, { role: 'button', name: 'Behind' }),
    add(6, 2, { role: 'textbox', name: 'Field', rect: [50, 50, 200, 36] }),
  );
  await find(page, 'button', 'Behind').focus();
  await program.tree(add(4, 1, { role: 'dialog', name: 'Reject this work?', modal: true }), add(5, 4, { role: 'button', name: 'Keep open' }));
  const dialog = find(page, 'dialog', 'Reject this work?');
  assert.equal(await dialog.getAttribute('aria-modal'), 'true');
  assert.equal(await page.locator('main').getAttribute('inert'), '');
  assert.equal(await dialog.evaluate((element) => element.contains(document.activeElement)), true);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep open');
  await page.mouse.click(100, 60);
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  await program.tree({ o: 'del', id: 4 });
  assert.equal(await page.locator('[inert]').count(), 0);
});

test('what is partly scrolled away says so, and a field is cut to its visible part', async () => {
  await program.tree(
    add(1, 0, { role: 'screen', name: 'S' }), add(2, 1, { role: 'button', name: 'Low', rect: [10, 690, 80, 36], clip: [10, 690, 80, 10] }),
    add(3, 1, { role: 'textbox', name: 'Cut', rect: [100, 100, 200, 40], clip: [100, 120, 200, 20], input: {} }),
  );
  assert.equal(await find(page, 'button', 'Low').getAttribute('data-clip'), '10 690 80 10');
  const hit = (/** @type {number} */ y) => page.evaluate((at) => document.elementFromPoint(150, at)?.tagName, y);
  assert.deepEqual([await hit(110), await hit(130)], ['CANVAS', 'INPUT']);
  await program.tree({ o: 'set', id: 3, n: { clip: null } });
  assert.equal(await hit(110), 'INPUT');
});

test('three hundred nodes appear and move in a moment', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => add(100 + index, 1, { role: 'button', name: `Row ${index}`, rect: [0, index * 20, 500, 20] }));
  await program.tree(add(1, 0, { role: 'screen', name: 'S' }), ...rows);
  const start = performance.now();
  for (let step = 1; step <= 10; step++) {
    await program.tree(...rows.map((row, index) => ({ o: 'set', id: row.id, n: { rect: [0, index * 20 - step * 3, 500, 20] } })));
  }
  const each = (performance.now() - start) / 10;
  assert.deepEqual(await find(page, 'button', 'Row 9', { exact: true }).boundingBox(), { x: 0, y: 150, width: 500, height: 20 });
  assert.ok(each < 150, `${each} ms per change of 300 nodes, the way through worker and test included`);
});
