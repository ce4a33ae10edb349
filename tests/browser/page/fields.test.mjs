// @ts-check
// Fields over the canvas: they are the truth while they are edited, whatever the program echoes, and look like what is drawn.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { choose, eventually, fill, find, launch, pause } from '../support/portal.mjs';
import { start_site, wire } from './stub_site.mjs';

/** @type {Awaited<ReturnType<typeof start_site>>} */
let site;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
/** @type {Awaited<ReturnType<typeof wire>>} */
let program;

const field = { role: 'textbox', name: 'Subject', value: '', rect: [100, 100, 300, 36], input: { font_size: 14, pad: [12, 8, 12, 8] } };

before(async () => {
  site = await start_site();
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
  await program.rest('');
});

/** @param {number} id @param {number} parent @param {object} n */
const add = (id, parent, n) => ({ o: 'add', id, parent, before: 0, n: { rect: [0, 0, 10, 10], ...n } });
const screen = add(1, 0, { role: 'screen', name: 'S', rect: [0, 0, 1000, 700] });
const subject = () => page.getByLabel('Subject');
/** What a program does with a text field: it takes the text and says it back in its next tree. */
async function echo_once() {
  const { text } = await program.expect({ t: 'value', id: 2 });
  await program.tree({ o: 'set', id: 2, n: { value: text } });
}

test('a tap focuses the field natively; focused it shows its own text, else the canvas shows it', async () => {
  await program.tree(screen, add(2, 1, field));
  const opacity = () => subject().evaluate((element) => getComputedStyle(element).opacity);
  assert.equal(await opacity(), '0');
  await page.mouse.click(200, 118);
  await program.expect({ t: 'focus', id: 2 });
  assert.equal(await opacity(), '1');
  const style = await subject().evaluate((element) => {
    const { fontFamily, fontSize, lineHeight, paddingLeft, backgroundColor } = getComputedStyle(element);
    return { fontFamily: fontFamily.split(',')[0], fontSize, lineHeight, paddingLeft, backgroundColor };
  });
  assert.deepEqual(style, { fontFamily: 'Inter', fontSize: '14px', lineHeight: '20px', paddingLeft: '12px', backgroundColor: 'rgba(0, 0, 0, 0)' });
  await page.mouse.click(800, 600);
  await program.expect({ t: 'pointer', kind: 'down', x: 800, y: 600 });
  await program.expect({ t: 'blur', id: 2 });
  assert.equal(await opacity(), '0');
});

test('Polish letters arrive, from the keyboard and from an input method', async () => {
  await program.tree(screen, add(2, 1, field));
  await subject().focus();
  await page.keyboard.insertText('ąćęłńóśźż');
  assert.equal((await program.expect({ t: 'value', id: 2 })).text, 'ąćęłńóśźż');
  await fill(page, 'Subject', 'ĄĆĘŁŃÓŚŹŻ');
  await program.expect({ t: 'value', id: 2, text: 'ĄĆĘŁŃÓŚŹŻ' });

  await fill(page, 'Subject', '');
  await program.rest('');
  const session = await browser.context.newCDPSession(page);
  for (const text of ['z', 'za', 'zaz']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    // A program that would change the text must not disturb what is being composed.
    await program.tree({ o: 'set', id: 2, n: { value: `${text}!` } });
  }
  assert.equal(await subject().inputValue(), 'zaz');
  await session.send('Input.insertText', { text: 'żółć' });
  await program.expect({ t: 'value', id: 2, text: 'żółć' });
  assert.equal(await subject().inputValue(), 'żółć');
  assert.deepEqual(await program.rest('key'), []);
  await session.detach();
});

test('fast typing is never overtaken by its own echo', async () => {
  await program.tree(screen, add(2, 1, field));
  await subject().focus();
  const text = 'Brak internetu w magazynie, od rana, na wszystkich stanowiskach';
  let typing = true;
  const echoing = (async () => {
    while (typing) {
      const values = (await program.received()).splice(0).filter((/** @type {any} */ message) => message.t === 'value');
      if (values.length > 0) await program.tree({ o: 'set', id: 2, n: { value: values.at(-1).text } });
      else await pause(1);
    }
  })();
  await page.keyboard.type(text, { delay: 2 });
  typing = false;
  await echoing;
  await pause(400);
  assert.equal(await subject().inputValue(), text);
});

test('an echo that comes one frame late changes nothing, a real change does', async () => {
  await program.tree(screen, add(2, 1, field));
  await subject().focus();
  await page.keyboard.type('ab');
  await program.tree({ o: 'set', id: 2, n: { value: 'a' } });
  assert.equal(await subject().inputValue(), 'ab');
  await program.tree({ o: 'set', id: 2, n: { value: 'AB' } });
  assert.equal(await subject().inputValue(), 'AB');
  await program.rest('');
  await pause(350);
  await program.tree({ o: 'set', id: 2, n: { value: '' } });
  assert.equal(await subject().inputValue(), '');
  assert.deepEqual(await program.rest('value'), [], 'a value that the program set is not told back');
});

test('what a busy program says of a text from before changes nothing', async () => {
  await program.tree(screen, add(2, 1, field));
  await subject().focus();
  await page.keyboard.type('a');
  await program.expect({ t: 'value', id: 2, text: 'a' });
  await program.say({ t: 'tree', ops: [{ o: 'set', id: 2, n: { value: 'a', description: 'seen' } }] }, 800);
  await page.keyboard.type('bc');
  await eventually(async () => (await subject().getAttribute('aria-description')) === 'seen');
  assert.equal(await subject().inputValue(), 'abc');
});

test('the program empties the field right after a submit, even to a text typed a moment ago', async () => {
  await program.tree(screen, add(3, 1, { role: 'form', name: 'F' }), add(2, 3, field));
  await subject().focus();
  await page.keyboard.type('x');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('note');
  await page.keyboard.press('Enter');
  await program.expect({ t: 'submit', id: 3 });
  await program.tree({ o: 'set', id: 2, n: { value: '' } });
  assert.equal(await subject().inputValue(), '');
});

test('the caret stays where it is when the program changes the text in front of it', async () => {
  await program.tree(screen, add(2, 1, { ...field, value: 'one two' }));
  await subject().focus();
  await subject().evaluate((element) => /** @type {HTMLInputElement} */ (element).setSelectionRange(3, 3));
  await program.tree({ o: 'set', id: 2, n: { value: 'One two' } });
  assert.equal(await subject().evaluate((element) => /** @type {HTMLInputElement} */ (element).selectionStart), 3);
});

test('a field keeps focus and text while its node moves and is renamed', async () => {
  await program.tree(screen, add(3, 1, { role: 'group' }), add(4, 1, { role: 'group' }), add(2, 3, field));
  await subject().focus();
  await page.keyboard.type('half a w');
  await program.tree({ o: 'move', id: 2, parent: 4, before: 0 }, { o: 'set', id: 2, n: { name: 'Subject of the ticket', rect: [120, 300, 300, 36] } });
  await page.keyboard.type('ord');
  assert.equal(await page.getByLabel('Subject of the ticket').inputValue(), 'half a word');
  assert.deepEqual(await program.rest('blur'), []);
});

test('Enter in a sign-in form submits it, and a password manager finds its way', async () => {
  const input = (/** @type {string} */ type, /** @type {string} */ autocomplete) => ({ type, autocomplete, font_size: 16, enterkeyhint: 'go' });
  await program.tree(
    screen, add(2, 1, { role: 'form', name: 'Sign in' }),
    add(3, 2, { role: 'textbox', name: 'User name', input: input('text', 'username') }),
    add(4, 2, { role: 'textbox', name: 'Password', input: input('password', 'current-password') }),
    add(5, 2, { role: 'button', name: 'Sign in' }),
  );
  await fill(page, 'User name', 'łukasz');
  await fill(page, 'Password', 'gęś');
  const facts = await page.locator('form input').evaluateAll((inputs) =>
    inputs.map((element) => ['type', 'name', 'autocomplete', 'autocapitalize', 'enterkeyhint'].map((name) => element.getAttribute(name))),
  );
  assert.deepEqual(facts, [
    ['text', 'username', 'username', 'none', 'go'], ['password', 'current-password', 'current-password', 'none', 'go'],
  ]);
  const before_submit = page.url();
  await page.keyboard.press('Enter');
  await program.expect({ t: 'submit', id: 2 });
  assert.equal(page.url(), before_submit);
  assert.deepEqual([...(await program.rest('activate')), ...(await program.rest('key'))], []);
});

test('a list is chosen from natively, and follows the program', async () => {
  const options = [{ value: 'low', text: 'Niski' }, { value: 'high', text: 'Wysoki' }];
  await program.tree(screen, add(2, 1, { role: 'combobox', name: 'Priority', value: 'low', options, rect: [100, 100, 200, 36] }));
  const list = find(page, 'combobox', 'Priority');
  assert.equal(await list.inputValue(), 'low');
  await choose(page, 'Priority', 'Wysoki');
  await program.expect({ t: 'value', id: 2, text: 'high' });
  await program.tree({ o: 'set', id: 2, n: { value: 'high' } });
  await list.focus();
  await page.keyboard.press('ArrowUp');
  await program.expect({ t: 'value', id: 2, text: 'low' });
  assert.deepEqual(await program.rest('key'), []);
  await program.tree({ o: 'set', id: 2, n: { options: [...options, { value: 'critical', text: 'Krytyczny' }], value: 'critical' } });
  assert.equal(await list.evaluate((element) => /** @type {HTMLSelectElement} */ (element).selectedOptions[0]?.text), 'Krytyczny');
});

test('a field of several lines keeps Enter, and tells Ctrl+Enter and Escape', async () => {
  await program.tree(screen, add(2, 1, { ...field, rect: [100, 100, 300, 80], input: { multiline: true, font_size: 16, pad: [12, 8, 12, 8] } }));
  assert.equal(await subject().evaluate((element) => element.tagName), 'TEXTAREA');
  await subject().focus();
  await page.keyboard.type('one\ntwo');
  await program.expect({ t: 'value', id: 2, text: 'one\ntwo' });
  await page.keyboard.press('Control+Enter');
  await program.expect({ t: 'key', key: 'Enter', ctrl: true });
  await page.keyboard.press('Escape');
  await program.expect({ t: 'key', key: 'Escape' });
  await page.keyboard.press('a');
  await echo_once();
  assert.deepEqual(await program.rest('key'), []);
});

test('a locked field cannot be typed in, and says so', async () => {
  await program.tree(screen, add(2, 1, { ...field, value: 'Hala główna', disabled: true }));
  await subject().focus();
  await page.keyboard.type('x');
  assert.equal(await subject().inputValue(), 'Hala główna');
  assert.equal(await subject().getAttribute('aria-disabled'), 'true');
  await eventually(async () => (await program.rest('value')).length === 0);
});
