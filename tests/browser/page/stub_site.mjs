// @ts-check
// A small server for the tests of page and worker: the real files of web/, the stub in place of the compiled program, the real policy.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, pause } from '../support/portal.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');

export const content_security_policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** @type {Record<string, string>} */
const media_types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm', '.ttf': 'font/ttf', '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};
/** The smallest module there is: the magic number and the version. */
const empty_module = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const inter = { '400': 'Regular', '500': 'Medium', '600': 'SemiBold' };

/** @param {string} path under app/<build>/ @returns {Promise<Buffer>} */
async function application_file(path) {
  if (path === 'worker/countersign_portal.js') return readFile(join(root, 'tests/browser/page/stub_program.mjs'));
  if (path === 'worker/countersign_portal.wasm') return empty_module;
  const weight = /^fonts\/inter-(\d+)\.ttf$/.exec(path)?.[1];
  if (weight) return readFile(join(root, `node_modules/inter-ui/web/Inter-${/** @type {any} */ (inter)[weight]}.woff2`)).catch(() => Buffer.alloc(4));
  if (path.startsWith('fonts/')) return Buffer.from('icons');
  if (path.startsWith('i18n/')) return Buffer.from('{}');
  if (path.startsWith('icons/')) return readFile(join(root, 'assets', path));
  return readFile(join(root, 'web', path));
}

/** What a service worker is to keep. */
async function application_paths() {
  /** @type {string[]} */
  const paths = ['worker/countersign_portal.js', 'worker/countersign_portal.wasm', 'fonts/inter-400.ttf', 'fonts/inter-500.ttf', 'fonts/inter-600.ttf',
    'fonts/icons.ttf', 'i18n/en.json', 'i18n/pl.json', 'icons/countersign.svg'];
  for (const folder of ['page', 'worker', 'storage']) {
    for (const name of await readdir(join(root, 'web', folder))) {
      if (['.js', '.css'].includes(extname(name)) && name !== 'service_worker.js') paths.push(`${folder}/${name}`);
    }
  }
  return paths;
}

/**
 * @param {{base?: string}} [options] the path the portal is served under
 */
export async function start_site({ base = '/' } = {}) {
  const state = {
    build: 'one',
    /** Answers nothing and keeps the connection, as a bad network does. */
    hanging: false,
    /** How many requests wait for ever. */
    unanswered: 0,
    /** How many of these the browser has given up. */
    given_up: 0,
    /** Paths under app/<build>/ that are not found. @type {Set<string>} */
    missing: new Set(),
    /** @type {{path: string, method: string, body: string, encoding: string}[]} what came to api/ */
    calls: [],
    /** @type {string[]} */
    requests: [],
  };

  /** @param {string} path within the base @returns {Promise<{body: Buffer | string, type: string, lasting?: boolean} | null>} */
  async function file_for(path) {
    const application = new RegExp(`^app/${state.build}/(.+)$`).exec(path)?.[1];
    if (application) {
      if (state.missing.has(application)) return null;
      return { body: await application_file(application), type: media_types[extname(path)] ?? 'application/octet-stream', lasting: true };
    }
    if (path.startsWith('app/')) return null;
    const outside = ['service_worker.js', 'manifest.webmanifest'].includes(path) ? path : 'index.html';
    const text = await readFile(join(root, 'web/page', outside), 'utf8');
    const files = JSON.stringify((await application_paths()).map((file) => `app/${state.build}/${file}`));
    const body = text.replaceAll('@BUILD@', state.build).replaceAll("'@FILES@'", files).replaceAll('@BASE@', base);
    return { body, type: media_types[extname(outside)] ?? '' };
  }

  const server = createServer(async (request, response) => {
    if (state.hanging) {
      state.unanswered++;
      response.on('close', () => state.given_up++);
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    state.requests.push(pathname);
    if (!pathname.startsWith(base)) return void response.writeHead(404).end();
    const path = pathname.slice(base.length);
    if (path.startsWith('api/')) {
      /** @type {Buffer[]} */
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const encoding = request.headers['content-encoding'] ?? '';
      const raw = Buffer.concat(chunks);
      const body = (encoding === 'gzip' ? gunzipSync(raw) : raw).toString();
      state.calls.push({ path, method: request.method ?? '', body, encoding });
      if (path === 'api/never') return;
      return void response.writeHead(200, { 'content-type': 'application/json', 'x-answer': 'yes' }).end(JSON.stringify({ size: body.length }));
    }
    try {
      const file = await file_for(path);
      if (!file) return void response.writeHead(404).end();
      response.writeHead(200, {
        'content-type': file.type, 'content-security-policy': content_security_policy, 'x-content-type-options': 'nosniff',
        'cache-control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
      }).end(file.body);
    } catch (error) {
      response.writeHead(404).end(String(error));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    state, port, base, address: `http://127.0.0.1:${port}${base}`,
    /** No network: connections are refused. */
    stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
    start: () => new Promise((done) => server.listen(port, '127.0.0.1', () => done(undefined))),
  };
}

/**
 * The test's end of the wire to the stub program.
 * @param {import('playwright-core').Page} page an opened portal
 */
export async function wire(page) {
  await page.evaluate(() => {
    const channel = new BroadcastChannel('stub_program');
    /** @type {any} */ (window).stub = { channel, received: [], facts: null };
    channel.onmessage = ({ data }) => {
      if (data.received) /** @type {any} */ (window).stub.received.push(data.received);
      if (data.facts) /** @type {any} */ (window).stub.facts = data.facts;
    };
  });
  let flushes = 0;
  /** @type {any[]} */
  const heard = [];
  return {
    /** Has the program say it, and waits until the page has heard it (messages keep their order). @param {object} message */
    async post(message) {
      const mark = `flush ${++flushes}`;
      await page.evaluate(([said, flush]) => {
        /** @type {any} */ (window).stub.channel.postMessage({ post: said });
        /** @type {any} */ (window).stub.channel.postMessage({ post: { t: 'cursor', css: `url("${flush}"), auto` } });
      }, /** @type {[object, string]} */ ([message, mark]));
      await page.waitForFunction((flush) => document.getElementById('canvas')?.style.cursor.includes(flush), mark);
    },
    /** The same, without waiting: for messages that end the program, or come after some work. @param {object} message */
    async say(message, work = 0) {
      await page.evaluate((said) => /** @type {any} */ (window).stub.channel.postMessage(said), { post: message, work });
    },
    /** @param {object[]} ops */
    async tree(...ops) {
      await this.post({ t: 'tree', ops });
    },
    /** Everything the program has been told that no `expect` has asked about yet. @returns {Promise<any[]>} */
    async received() {
      heard.push(...(await page.evaluate(() => /** @type {any} */ (window).stub.received.splice(0))));
      return heard;
    },
    /**
     * Waits for a message with these fields; it and what came before it are not looked at again.
     * @param {Record<string, unknown>} fields
     * @returns {Promise<any>}
     */
    async expect(fields) {
      return eventually(async () => {
        const all = await this.received();
        const index = all.findIndex((message) => Object.entries(fields).every(([name, value]) => message[name] === value));
        if (index < 0) throw new Error(`no ${JSON.stringify(fields)} among ${JSON.stringify(all)}`);
        return all.splice(0, index + 1).at(-1);
      }, { timeout: 5000 });
    },
    /** What of this kind has come by now and was not asked about; forgets everything. @param {string} kind */
    async rest(kind) {
      await pause(120);
      return (await this.received()).splice(0).filter((message) => message.t === kind);
    },
    /** Calls a member that worker.js gave the program. @param {string} name @param {...unknown} values */
    async call(name, ...values) {
      await page.evaluate((message) => /** @type {any} */ (window).stub.channel.postMessage(message), { call: name, with: values });
    },
    /** @returns {Promise<{frames: number, assets: Record<string, number>, allocated: number, key_bytes: number, pool: string}>} */
    async facts() {
      await page.evaluate(() => {
        /** @type {any} */ (window).stub.facts = null;
        /** @type {any} */ (window).stub.channel.postMessage({ ask: 'facts' });
      });
      await page.waitForFunction(() => /** @type {any} */ (window).stub.facts !== null);
      return page.evaluate(() => /** @type {any} */ (window).stub.facts);
    },
  };
}
