// @ts-check
// The portal in Chromium against the real server: bytes of a cold start, time to the sign-in screen as a multiple of an empty page, frames without
// input, and the CPU time of a frame with many tickets in the list.
//   node tests/bench/portal_bench.mjs [--smoke]
import { brotliCompressSync } from 'node:zlib';
import { createServer } from 'node:http';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill, find, launch, pause, press, shown } from '../browser/support/portal.mjs';
import { demo_password, run_program, start_server, temporary_folder } from '../browser/support/server.mjs';

const smoke = process.argv.includes('--smoke');
const rounds = smoke ? 1 : 5;
const tickets = smoke ? 300 : 100_000;
const idle_seconds = smoke ? 2 : 10;

/** @param {number[]} values */
const median = (values) => /** @type {number} */ ([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);

/** A page with nothing in it, served on this machine: what any page costs in this browser. */
async function empty_page() {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>empty</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/** @param {import('playwright-core').Page} page @param {string} url @param {() => Promise<unknown>} usable */
async function time_to(page, url, usable) {
  const begin = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await usable();
  return performance.now() - begin;
}

/** Counts what is drawn and for how long the program computes for it. @param {import('playwright-core').Page} page */
async function frame_meter(page) {
  const worker = page.workers().find((one) => one.url().includes('/worker/'));
  if (!worker) throw new Error('the portal has no worker');
  await worker.evaluate(() => {
    const scope = /** @type {any} */ (self);
    scope.meter = { drawn: 0, busy: /** @type {number[]} */ ([]) };
    const clear = scope.WebGL2RenderingContext.prototype.clear;
    scope.WebGL2RenderingContext.prototype.clear = function (/** @type {number} */ mask) {
      scope.meter.drawn++;
      return clear.call(this, mask);
    };
    const request = scope.requestAnimationFrame.bind(scope);
    scope.requestAnimationFrame = (/** @type {(now: number) => void} */ draw) =>
      request((/** @type {number} */ now) => {
        const before = scope.meter.drawn;
        const begin = performance.now();
        draw(now);
        if (scope.meter.drawn > before) scope.meter.busy.push(performance.now() - begin);
      });
  });
  return {
    reset: () => worker.evaluate(() => void (/** @type {any} */ (self).meter = { drawn: 0, busy: [] })),
    read: () => worker.evaluate(() => /** @type {{drawn: number, busy: number[]}} */ (/** @type {any} */ (self).meter)),
  };
}

async function measure_start(/** @type {string} */ url, /** @type {string} */ empty_url) {
  /** @type {{cold: number[], warm: number[], empty: number[]}} */
  const times = { cold: [], warm: [], empty: [] };
  /** @type {Map<string, number>} */
  let bytes = new Map();
  for (let round = 0; round < rounds; round++) {
    const browser = await launch({ locale: 'en-GB' });
    const page = await browser.context.newPage();
    await page.goto('about:blank');
    times.empty.push(await time_to(page, empty_url, () => page.waitForLoadState('load')));
    bytes = new Map();
    browser.context.on('response', async (response) => {
      const sizes = await response.request().sizes().catch(() => null);
      if (sizes) bytes.set(new URL(response.url()).pathname, sizes.responseBodySize + sizes.responseHeadersSize);
    });
    const usable = () => page.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'attached' });
    times.cold.push(await time_to(page, url, usable));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await pause(500);
    times.warm.push(await time_to(page, url, usable));
    await browser.close();
  }
  return { times, bytes };
}

/** The bytes on the wire of every file that a cold start needs, as the server sends them: packed by brotli. */
async function packed_sizes(/** @type {string} */ url, /** @type {Iterable<string>} */ paths) {
  /** @type {[string, number][]} */
  const sizes = [];
  for (const path of paths) {
    const response = await fetch(new URL(path, url), { headers: { 'accept-encoding': 'br' } });
    const body = new Uint8Array(await response.arrayBuffer());
    // fetch unpacks; the server's own packed file has this length, or, for what it packs itself, about this.
    const length = Number(response.headers.get('content-length') ?? 0);
    sizes.push([path, length > 0 ? length : brotliCompressSync(body).length]);
  }
  return sizes.sort((a, b) => b[1] - a[1]);
}

function many_incidents() {
  const columns =
    'number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,' +
    'sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,' +
    'knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at';
  const rows = [columns];
  for (let i = 0; i < tickets; i++) {
    const day = String(1 + (i % 28)).padStart(2, '0');
    const minute = String(i % 60).padStart(2, '0');
    rows.push(
      `INC${String(i).padStart(7, '0')},Active,TRUE,0,0,0,TRUE,Caller ${i % 997},Opened by 8,${day}-03-2016 09:${minute},Created by 6,${day}-03-2016 09:${minute},` +
        `Updated by 2,${day}-03-2016 10:${minute},Phone,Location ${i % 50},Category ${i % 60},Subcategory ${i % 300},Symptom ${i % 500},?,2 - Medium,2 - Medium,` +
        `3 - Moderate,Group ${i % 70},?,TRUE,FALSE,Do Not Notify,?,?,?,?,code 5,?,?,?`,
    );
  }
  return `${rows.join('\r\n')}\r\n`;
}

const data = await temporary_folder('bench');
const csv = join(data, 'incidents.csv');
const empty = await empty_page();
let server = await start_server({ data });
try {
  const { times, bytes } = await measure_start(server.url, empty.url);
  const paths = [...bytes.keys()].filter((path) => !path.startsWith('/api/'));
  const sizes = await packed_sizes(server.url, paths);
  console.log('Cold start, bytes on the wire by file:');
  for (const [path, size] of sizes) console.log(`  ${String(size).padStart(8)}  ${path.replace(/app\/[0-9a-f]+\//, 'app/…/')}`);
  console.log(`  ${String(sizes.reduce((sum, [, size]) => sum + size, 0)).padStart(8)}  in all (aim: 700 KB)`);
  const floor = median(times.empty);
  console.log(`Sign-in screen usable, cold: ${(median(times.cold) / floor).toFixed(1)} × an empty page (${median(times.cold).toFixed(0)} ms against ${floor.toFixed(0)} ms)`);
  console.log(`Sign-in screen usable, from the service worker: ${(median(times.warm) / floor).toFixed(1)} × an empty page (${median(times.warm).toFixed(0)} ms)`);

  await server.stop();
  await writeFile(csv, many_incidents());
  const imported = run_program(['import', 'servicenow-csv', csv, '--zone', 'Europe/Warsaw', '--data', data]);
  if (imported.status !== 0) throw new Error(`import: ${imported.out}${imported.err}`);
  await server.start();

  // A profile on the disk, as people have one: without, Chromium keeps the files in another process and every page of the database is a message.
  const browser = await launch({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, profile: join(data, 'profile') });
  const page = await browser.open(server.url);
  await fill(page, 'User name', 'technician');
  await fill(page, 'Password', demo_password);
  const begin = performance.now();
  await press(page, 'button', 'Sign in');
  await shown(page, 'link', /^Synced/, { timeout: 900_000 });
  const seconds = (performance.now() - begin) / 1000;
  console.log(`First sync of ${tickets} tickets (${2 * tickets} events and their numbers): ${seconds.toFixed(1)} s`);
  await press(page, 'link', 'Tickets', { within: find(page, 'navigation', 'Main navigation'), exact: true });
  await shown(page, 'table', 'Tickets');
  await pause(2000);

  const meter = await frame_meter(page);
  await pause(idle_seconds * 1000);
  const idle = await meter.read();
  console.log(`Frames drawn in ${idle_seconds} s without input: ${idle.drawn} (aim: 0)`);
  await meter.reset();
  await page.mouse.move(700, 500);
  for (let i = 0; i < 20; i++) {
    await page.mouse.wheel(0, 480);
    await pause(100);
  }
  const { busy } = await meter.read();
  console.log(`CPU time of one frame while scrolling ${tickets} tickets: ${median(busy).toFixed(1)} ms (median of ${busy.length}, drawing calls included)`);
  await browser.close();
} finally {
  empty.close();
  await server.remove();
  await rm(data, { recursive: true, force: true });
}
