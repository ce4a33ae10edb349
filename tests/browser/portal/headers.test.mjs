// @ts-check
// What protects the page in a real browser: that the policy stops what it says it stops, and that no script can read the cookies.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { eventually, launch } from '../support/portal.mjs';
import { free_port, start_server } from '../support/server.mjs';
import { sign_in } from '../support/session.mjs';

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
before(async () => void (server = await start_server()));
after(() => server?.remove());

/** @param {(page: import('playwright-core').Page, browser: Awaited<ReturnType<typeof launch>>) => Promise<void>} story */
async function in_browser(story) {
  const browser = await launch({ locale: 'en-GB' });
  try {
    await story(await browser.open(server.url), browser);
  } finally {
    await browser.close();
  }
}

test('every kind of answer carries the headers that protect it', async () => {
  for (const path of ['', 'tickets', 'api/v1/session', 'api/v1/nothing', 'nothing.js', 'healthz']) {
    const { headers } = await fetch(server.url + path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/, path);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /'unsafe-inline'|'unsafe-eval'|\*/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path);
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', path);
    assert.ok(headers.get('permissions-policy'), path);
  }
  const answer = await fetch(`${server.url}api/v1/session`);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('the policy stops scripts, styles and requests that are not ours', async () => {
  await in_browser(async (page, browser) => {
    const done = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inline_ran = true';
      document.body.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'window.handler_ran = true');
      document.body.append(button);
      button.click();
      const style = document.createElement('style');
      style.textContent = 'body { outline: 7px solid red }';
      document.body.append(style);
      // In a task of its own: what the debugger runs for us may evaluate.
      const evaluated = await new Promise((resolve) => setTimeout(() => {
        try {
          resolve(new Function('return true')());
        } catch (error) {
          resolve(!(error instanceof EvalError));
        }
      }));
      const elsewhere = await fetch('https://example.com/').then(() => true, () => false);
      const names = /** @type {any} */ (window);
      return { inline: names.inline_ran === true, handler: names.handler_ran === true, evaluated, elsewhere, outline: getComputedStyle(document.body).outlineWidth };
    });
    assert.deepEqual({ ...done, outline: done.outline === '7px' }, { inline: false, handler: false, evaluated: false, elsewhere: false, outline: false });
    await eventually(() => browser.violations.length >= 4, { what: 'the browser reporting violations' });
  });
});

test('no other site can frame the portal', async () => {
  const port = await free_port();
  const other = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<iframe src="${server.url}"></iframe>`));
  await new Promise((resolve) => other.listen(port, '127.0.0.1', () => resolve(undefined)));
  const browser = await launch();
  try {
    const page = await browser.context.newPage();
    await page.goto(`http://localhost:${port}/`);
    await eventually(() => browser.violations.some((text) => text.includes('frame-ancestors')), { what: 'the frame being refused' });
  } finally {
    await browser.close();
    other.close();
  }
});

test('the cookies of a session are for the server alone', async () => {
  await in_browser(async (page, browser) => {
    await sign_in(page, 'contact');
    const cookies = await browser.context.cookies();
    assert.deepEqual(cookies.map(({ name }) => name).sort(), ['countersign_browser', 'countersign_session']);
    for (const { name, httpOnly, sameSite, path, expires, value } of cookies) {
      assert.deepEqual({ name, httpOnly, sameSite, path }, { name, httpOnly: true, sameSite: 'Strict', path: '/' });
      assert.ok(expires > Date.now() / 1000 + 29 * 24 * 3600, `${name} outlives the browser`);
      assert.match(value, /^[0-9a-f]{64}$/);
    }
    assert.equal(await page.evaluate(() => document.cookie), '');
    assert.equal(await page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)).some((key) => /session|token/i.test(key))), false);
  });
});

test('a page of another site can neither use the session nor read what it would get', async () => {
  await in_browser(async (page, browser) => {
    await sign_in(page, 'contact');
    const port = await free_port();
    const other = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>elsewhere</p>'));
    await new Promise((resolve) => other.listen(port, '127.0.0.1', () => resolve(undefined)));
    try {
      const evil = await browser.context.newPage();
      await evil.goto(`http://localhost:${port}/`);
      const got = await evil.evaluate(async (url) => {
        const read = await fetch(`${url}api/v1/session`, { credentials: 'include' }).then((answer) => answer.status, () => 'refused');
        await fetch(`${url}api/v1/sessions/end-others`, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => null);
        await fetch(`${url}api/v1/session`, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"login":"contact","password":"x"}' }).catch(() => null);
        return read;
      }, server.url);
      assert.equal(got, 'refused');
      assert.equal(await page.evaluate(() => fetch('/api/v1/session').then((answer) => answer.status)), 200);
    } finally {
      other.close();
    }
  });
});
