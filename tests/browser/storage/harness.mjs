// @ts-check
// For the storage tests: a server for the test page, and a Chromium that can be killed hard and started again with the same profile.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
/** Where the build puts storage_test_module.mjs. */
const module_folder = resolve(root, process.env.STORAGE_TEST_MODULE || 'build/wasm');
const chromium_path = process.env.CHROMIUM ?? '/usr/bin/chromium';

const media_types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const content_security_policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

/** Serves the test page, web/storage, web/worker and the wasm module; nothing else. */
export async function startServer() {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://host').pathname);
    const file = path.startsWith('/module/') ? join(module_folder, path.slice('/module/'.length)) : join(root, path);
    const allowed = /^\/(module|web\/storage|web\/worker|tests\/browser\/storage)\//.test(path);
    try {
      if (!allowed) throw new Error('not served');
      const body = await readFile(file);
      const type = /** @type {Record<string, string>} */ (media_types)[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': content_security_policy }).end(body);
    } catch (error) {
      response.writeHead(404).end(String(error));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

export async function makeProfile() {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-storage-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * @param {string} profile
 * @param {string[]} [more_arguments]
 */
export async function startBrowser(profile, more_arguments = []) {
  const child = spawn(
    chromium_path,
    [
      '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--no-sandbox', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu', ...more_arguments, 'about:blank',
    ],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] }, // a process group of its own: one signal reaches all its processes
  );
  const group = /** @type {number} */ (child.pid);
  const ended = new Promise((done) => child.once('exit', done));
  const endpoint = await new Promise((found, failed) => {
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const match = /DevTools listening on (ws:\S+)/.exec(text);
      if (match) found(match[1]);
    });
    child.once('exit', (code) => failed(new Error(`chromium ended with ${code}: ${text}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const context = /** @type {import('playwright-core').BrowserContext} */ (browser.contexts()[0]);

  /** SIGKILL to every process of this browser, and waits until they are gone. */
  async function kill() {
    try {
      process.kill(-group, 'SIGKILL');
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
    }
    await ended;
    await browser.close();
  }

  /** Opens the test page. @param {string} origin */
  async function openTab(origin) {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error('page error:', error.message));
    page.on('console', (message) => message.type() === 'error' && console.error('console:', message.text()));
    await page.goto(`${origin}/tests/browser/storage/storage_test_page.html`);
    await page.waitForFunction(() => 'storage_test' in window);
    /** @param {string} name @param {unknown[]} args */
    const call = async (name, ...args) => {
      const result = await page.evaluate(
        ([called, values]) =>
          /** @type {any} */ (window).storage_test.call(called, .../** @type {unknown[]} */ (values)).then(
            (/** @type {unknown} */ value) => ({ value }),
            (/** @type {any} */ error) => ({ error: { message: error.message, key: error.key, detail: error.detail } }),
          ),
        [name, args],
      );
      if (result.error) throw Object.assign(new Error(`${name}: ${result.error.message}`), result.error);
      return result.value;
    };
    /** Runs SQL; fails the test when SQLite does. @param {string} sql */
    const run = async (sql) => {
      const result = await call('run', sql);
      if (result.code !== 0) throw new Error(`${sql.slice(0, 80)}: ${JSON.stringify(result)}`);
      return result.rows;
    };
    return { page, call, run };
  }

  return { browser, context, openTab, kill };
}

/** Opens the pool and a WAL database the way the portal does. @param {{call: Function, run: Function}} tab @param {string} base */
export async function openDatabase(tab, base, path = '/test.db') {
  const pool = await tab.call('openPool', base);
  const opened = await tab.call('open', path, 'opfs');
  if (opened.code !== 0) throw new Error(JSON.stringify(opened));
  await tab.run('PRAGMA locking_mode=EXCLUSIVE');
  const mode = await tab.run('PRAGMA journal_mode=WAL');
  if (mode[0][0] !== 'wal') throw new Error(`journal mode ${mode[0][0]}`);
  await tab.run('PRAGMA synchronous=FULL');
  return pool;
}
