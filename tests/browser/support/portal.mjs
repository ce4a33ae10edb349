// @ts-check
// Driving the portal in Chromium by role and name alone, as a person with assistive technology would. For all browser tests.
//
// The elements of the mirror are invisible and (but for fields) cannot be hit: what a mouse hits is the canvas beneath. So `press` finds
// the element by role and name, focuses it, waits until the portal has scrolled it into view and it lies still, and then presses the
// mouse on its centre: the whole way from the pointer through the canvas to the program is tested, not a shortcut.
//
//   const browser = await launch({ locale: 'pl-PL' });             // or launch({ profile: folder }) to start again with the same data
//   const page = await browser.open('http://127.0.0.1:8080/');     // waits for the first screen
//   await fill(page, 'User name', 'tech');                         // focus and real typing, Polish letters too
//   await press(page, 'button', 'Sign in');
//   await choose(page, 'Client', 'Drukarnia Jaskółka');            // a list
//   await press(page, 'radio', 'On site');                         // radios and check boxes are pressed
//   await shown(page, 'heading', 'Today');  await gone(page, 'dialog');  await eventually(() => …);
//   await draw(page, 'Signature');                                 // a scribble over a signature pad
//   await browser.close();   or   await browser.kill();            // SIGKILL, as when the battery falls out
// Names are strings (any part, any case; with {exact: true} the whole) or regular expressions. `within` narrows the search.
import { readFile, readdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 * @typedef {import('playwright-core').BrowserContext} BrowserContext
 * @typedef {Parameters<Page['getByRole']>[0]} Role
 * @typedef {string | RegExp} Name
 * @typedef {{exact?: boolean, within?: Locator, timeout?: number}} FindOptions
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

const patience_milliseconds = Number(process.env.PORTAL_TEST_PATIENCE ?? 15_000);

export const chromium_arguments = [
  '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The process of the browser that we started with this profile. @param {string} profile */
async function browser_process(profile) {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const command = (await readFile(`/proc/${entry}/cmdline`, 'utf8')).split('\0');
      // Children of the browser say --type=….
      if (command.includes(`--user-data-dir=${profile}`) && !command.some((part) => part.startsWith('--type='))) return Number(entry);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'ENOENT' && code !== 'ESRCH') throw error; // it ended while we looked
    }
  }
  throw new Error(`no browser runs with the profile ${profile}`);
}

/** Notes what no page may do: uncaught errors and violations of the content security policy. @param {BrowserContext} context */
function watch(context) {
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const violations = [];
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  return { errors, violations };
}

/**
 * Starts Chromium. Everything else in `options` goes to Playwright (locale, colorScheme, viewport, hasTouch…).
 * @param {{profile?: string, args?: string[], without?: string[]} & import('playwright-core').BrowserContextOptions} [options]
 *   profile: a folder that is kept; without: of the usual arguments
 */
export async function launch({ profile, args = [], without = [], ...options } = {}) {
  const settings = {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
    args: [...chromium_arguments.filter((argument) => !without.includes(argument)), ...args],
  };
  const browser = profile ? null : await chromium.launch(settings);
  const context = browser
    ? await browser.newContext(options)
    : await chromium.launchPersistentContext(/** @type {string} */ (profile), { ...settings, ...options });
  context.setDefaultTimeout(patience_milliseconds);
  const { errors, violations } = watch(context);

  /** Opens a page and waits until the portal (or the page that says why not) is there. @param {string} address */
  async function open(address) {
    const page = context.pages().find((one) => one.url() === 'about:blank') ?? (await context.newPage());
    await page.goto(address);
    await started(page);
    return page;
  }
  async function close() {
    await context.close();
    await browser?.close();
  }
  /** Ends the browser as a power cut would: nothing is flushed, nothing said. Only with a profile. */
  async function kill() {
    if (!profile) throw new Error('kill() is for browsers with a profile');
    const id = await browser_process(profile);
    const gone_away = new Promise((resolve) => context.once('close', resolve));
    // Playwright makes the browser the head of a process group.
    process.kill(-id, 'SIGKILL');
    await gone_away;
  }
  return { browser, context, open, close, kill, errors, violations };
}

/** Waits until the portal shows its first screen, or a page that says what is wrong. @param {Page} page */
export async function started(page) {
  await page.waitForFunction(() => document.getElementById('splash')?.hidden === true);
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Runs `check` until it neither throws nor gives false, and gives what it gave.
 * @template T
 * @param {() => T | Promise<T>} check
 * @param {{timeout?: number, what?: string}} [options]
 * @returns {Promise<T>}
 */
export async function eventually(check, { timeout = patience_milliseconds, what = 'the condition' } = {}) {
  const deadline = performance.now() + timeout;
  for (;;) {
    let reason;
    try {
      const result = await check();
      if (result !== false) return result;
      reason = new Error(`${what} did not come about in ${timeout} ms`);
    } catch (error) {
      reason = error;
    }
    if (performance.now() > deadline) throw reason;
    await pause(50);
  }
}

/** Waits until what is shown answers all that was done. A page that says what is wrong is settled. @param {Page} page @param {number} [timeout] */
export async function settled(page, timeout = patience_milliseconds) {
  await page.waitForFunction(() => document.querySelector('[inert] [data-unsettled]') !== null || document.querySelector('[data-unsettled]') === null, null, {
    timeout,
  });
}

/** @param {Page} page @param {Role} role @param {Name} [name] @param {FindOptions} [options] */
export function find(page, role, name, { exact = false, within } = {}) {
  return (within ?? page).getByRole(role, name === undefined ? {} : { name, exact });
}

/**
 * The rectangle at which the element can be hit: unchanged for three looks, uncut, and inside the window.
 * @param {Page} page @param {Locator} element @param {number} timeout
 * @returns {Promise<Box>}
 */
export async function steady_box(page, element, timeout = patience_milliseconds) {
  let last = '';
  let same = 0;
  return eventually(async () => {
    const box = await element.evaluate((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      const clip = node instanceof HTMLElement ? node.dataset.clip : undefined;
      if (!clip) return { x, y, width, height };
      // Partly scrolled out of sight: what can be seen of it.
      const [left = 0, top = 0, visible_width = 0, visible_height = 0] = clip.split(' ').map(Number);
      return { x: left, y: top, width: visible_width, height: visible_height };
    });
    const size = await page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }));
    const centre_inside =
      box.width > 0 && box.height > 0 && box.x + box.width / 2 >= 0 && box.y + box.height / 2 >= 0 &&
      box.x + box.width / 2 <= size.width && box.y + box.height / 2 <= size.height;
    const key = JSON.stringify(box);
    same = key === last && centre_inside ? same + 1 : 0;
    last = key;
    if (same < 2) throw new Error(`${element} does not come to rest in the window: ${key} in ${size.width}×${size.height}`);
    return box;
  }, { timeout });
}

/**
 * Presses the left button (or a finger, on a page with touch) on the element's centre.
 * @param {Page} page @param {Role} role @param {Name} name @param {FindOptions & {touch?: boolean}} [options]
 */
export async function press(page, role, name, { touch = false, timeout = patience_milliseconds, ...options } = {}) {
  const element = find(page, role, name, options);
  await element.waitFor({ state: 'attached', timeout });
  await eventually(async () => (await element.getAttribute('aria-disabled')) === null, { timeout, what: `${role} "${name}" enabled` });
  await element.focus();
  await settled(page, timeout);
  const box = await steady_box(page, element, timeout);
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  if (touch) await page.touchscreen.tap(x, y);
  else await page.mouse.click(x, y);
  await settled(page, timeout);
}

/**
 * Types into a field as a person does, in place of what it held, and waits until the field shows it.
 * @param {Page} page @param {Name} name @param {string} text @param {FindOptions} [options]
 */
export async function fill(page, name, text, { exact = false, within, timeout = patience_milliseconds } = {}) {
  // Password fields have no role, so fields are found by their label.
  const field = (within ?? page).getByLabel(name, { exact }).and(page.locator('input, textarea'));
  await field.waitFor({ state: 'attached', timeout });
  await field.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
  await eventually(async () => (await field.inputValue()) === text, { timeout, what: `"${name}" holding "${text}"` });
}

/**
 * Chooses from a list by the text shown. (Radios and check boxes: `press`.)
 * @param {Page} page @param {Name} name @param {string} text @param {FindOptions} [options]
 */
export async function choose(page, name, text, options = {}) {
  await find(page, 'combobox', name, options).selectOption({ label: text });
}

/** Waits until it is there; gives it. @param {Page} page @param {Role} role @param {Name} [name] @param {FindOptions} [options] */
export async function shown(page, role, name, options = {}) {
  const element = find(page, role, name, options).first();
  await element.waitFor({ state: 'attached', timeout: options.timeout ?? patience_milliseconds });
  return element;
}

/** Waits until there is none. @param {Page} page @param {Role} role @param {Name} [name] @param {FindOptions} [options] */
export async function gone(page, role, name, options = {}) {
  const element = find(page, role, name, options);
  await eventually(async () => (await element.count()) === 0, { timeout: options.timeout, what: `${role} ${name ?? ''} gone` });
}

/** Waits until some text is on the screen, in whatever role. @param {Page} page @param {Name} text @param {FindOptions} [options] */
export async function shown_text(page, text, { exact = false, within, timeout = patience_milliseconds } = {}) {
  const element = (within ?? page).getByText(text, { exact }).first();
  await element.waitFor({ state: 'attached', timeout });
  return element;
}

/**
 * Draws a wave with a loop across a signature pad.
 * @param {Page} page @param {Name} name
 */
export async function draw(page, name, options = {}) {
  const pad = find(page, 'img', name, options);
  await pad.waitFor({ state: 'attached' });
  const box = await steady_box(page, pad);
  const at = (/** @type {number} */ part) => ({
    x: box.x + box.width * (0.15 + 0.7 * part),
    y: box.y + box.height * (0.5 - 0.25 * Math.sin(part * 9)),
  });
  const start = at(0);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let step = 1; step <= 24; step++) await page.mouse.move(at(step / 24).x, at(step / 24).y);
  await page.mouse.up();
  await settled(page);
}
