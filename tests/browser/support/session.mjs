// @ts-check
// What people do in every story: sign in, go somewhere, wait until what they did has been sent.
import { demo_password } from './server.mjs';
import { eventually, fill, find, press, shown } from './portal.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Signs in on the sign-in screen and waits for the first sync. @param {Page} page @param {string} login @param {string} [password] */
export async function sign_in(page, login, password = demo_password) {
  await fill(page, 'User name', login);
  await fill(page, 'Password', password);
  await press(page, 'button', 'Sign in');
  await shown(page, 'navigation', 'Main navigation');
  await synced(page);
}

/** Waits until everything has been exchanged with the server. @param {Page} page */
export async function synced(page) {
  await shown(page, 'link', /^Synced/);
}

/** Presses a link of the main navigation and waits for its page. @param {Page} page @param {string} name */
export async function go_to(page, name) {
  await press(page, 'link', name, { within: find(page, 'navigation', 'Main navigation'), exact: true });
  await page.getByRole('heading', { name, level: 1 }).first().waitFor({ state: 'attached' });
}

/** What the page's address says, without the server. @param {Page} page */
export function place_of(page) {
  return new URL(page.url()).pathname;
}

/** @param {Page} page @param {RegExp} pattern */
export async function arrived_at(page, pattern) {
  await eventually(() => pattern.test(place_of(page)), { what: `the address ${pattern}, now ${page.url()}` });
}
