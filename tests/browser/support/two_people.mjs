// @ts-check
// Two people with a browser each, one ticket, and nobody who does anything but write: what one writes comes to the other by itself.
import assert from 'node:assert/strict';
import { fill, press, shown_text } from './portal.mjs';
import { go_to, place_of, sign_in, synced } from './session.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** The next time that this page's device has fetched everything and begins to wait. @param {Page} page */
function waiting_for_news(page) {
  return page.context().waitForEvent('request', (request) => request.url().endsWith('/api/v1/news'));
}

/** Milliseconds until the other one read it. @param {Page} writer @param {Page} reader @param {string} text */
async function comes_to_the_other(writer, reader, text) {
  await fill(writer, 'Your comment', text);
  const begun = Date.now();
  await press(writer, 'button', 'Add comment');
  await shown_text(reader, text);
  return Date.now() - begun;
}

/**
 * The server lets devices wait for 25 s, longer than this has patience: what comes was told, not polled.
 * @param {(login: string) => Promise<Page>} open a page of a browser of its own
 * @returns {Promise<{technician: Page, contact: Page, milliseconds: number[]}>}
 */
export async function change_comes_without_asking(open) {
  const contact = await open('contact');
  await sign_in(contact, 'contact');
  await go_to(contact, 'Tickets');
  await press(contact, 'link', /^CS-\d+/, { within: contact.getByRole('row').nth(2) });
  await contact.waitForURL(/\/tickets\/.+/);
  const ticket = place_of(contact).replace(/^.*\/tickets\//, 'tickets/');

  const technician = await open('technician');
  const waiting = waiting_for_news(technician);
  await sign_in(technician, 'technician');
  await waiting;
  await technician.goto(new URL(ticket, await technician.evaluate(() => document.baseURI)).href);
  await waiting_for_news(technician);

  const milliseconds = [];
  for (const round of [1, 2, 3]) {
    milliseconds.push(await comes_to_the_other(contact, technician, `From the contact person, ${round}`));
    milliseconds.push(await comes_to_the_other(technician, contact, `From the technician, ${round}`));
  }
  await synced(technician);
  await synced(contact);
  assert.equal(milliseconds.length, 6);
  return { technician, contact, milliseconds };
}
