// @ts-check
// Makes the portal start without a network: keeps one complete build on the device and serves it.
//
// One cache per build, filled completely or not at all. Everything under app/<build>/ never changes, so the cache comes first; the start
// page comes from the network, so that a new build is found, but within two seconds or from the cache. The programming interface (api/)
// is never touched: stale answers there would be lies. A new service worker waits until the person (or the last old tab) lets it in.

/**
 * @typedef {{
 *   addEventListener(type: string, listener: (event: any) => void): void,
 *   skipWaiting(): Promise<void>, clients: {claim(): Promise<void>}, registration: {scope: string} }} WorkerScope
 * @typedef {Event & {waitUntil(promise: Promise<unknown>): void}} LastingEvent
 * @typedef {Event & {request: Request, respondWith(response: Response | Promise<Response>): void}} RequestEvent
 */
const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));

/** Both are put in when the portal is assembled (web/assemble.mjs). */
const build = '@BUILD@';
/** @type {readonly string[]} */
const files = /** @type {any} */ ('@FILES@');

const base = new URL(scope.registration.scope);
/** Two portals on one origin share the cache storage: each touches only names with its own path. */
const cache_prefix = `countersign ${base.pathname} `;
const cache_name = cache_prefix + build;
const start_page = base.href;
const network_patience_milliseconds = 2000;

async function install() {
  const start = await fetch(new Request(start_page, { cache: 'no-cache', credentials: 'same-origin' }));
  if (!start.ok) throw new Error(`start page: ${start.status}`);
  const html = await start.clone().text();
  // The server has been updated in between: this set of files is no longer whole. The browser will find the newer service worker.
  if (!html.includes(`app/${build}/`)) throw new Error(`start page is not of build ${build}`);
  const cache = await caches.open(cache_name);
  await cache.addAll(files.map((file) => new Request(new URL(file, base), { credentials: 'same-origin' })));
  await cache.put(start_page, start);
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(cache_prefix) && name !== cache_name).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** @param {Request | string} request */
async function stored(request) {
  const cache = await caches.open(cache_name);
  return cache.match(request, { ignoreVary: true });
}

/** @param {Request} request */
async function start_page_for(request) {
  const kept = await stored(start_page);
  if (kept && navigator.onLine === false) return kept;
  if (!kept) return fetch(request);
  // A request that hangs is given up, not only ignored: while it is under way Chromium lets no newer service worker in.
  const patience = new AbortController();
  const out_of_patience = setTimeout(() => patience.abort(), network_patience_milliseconds);
  try {
    const answer = await fetch(request, { signal: patience.signal });
    if (answer.status < 500) return answer;
  } catch (error) {
    console.debug('start page from the device', error);
  } finally {
    clearTimeout(out_of_patience);
  }
  return kept;
}

/** @param {Request} request */
async function file_for(request) {
  return (await stored(request)) ?? fetch(request);
}

scope.addEventListener('install', (/** @type {LastingEvent} */ event) => event.waitUntil(install()));
scope.addEventListener('activate', (/** @type {LastingEvent} */ event) => event.waitUntil(activate()));

scope.addEventListener('message', (/** @type {MessageEvent} */ event) => {
  if (event.data?.t === 'build') event.ports[0]?.postMessage(build);
  if (event.data?.t === 'activate') void scope.skipWaiting();
});

scope.addEventListener('fetch', (/** @type {RequestEvent} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== base.origin || !address.pathname.startsWith(base.pathname)) return;
  const path = address.pathname.slice(base.pathname.length);
  if (path.startsWith('api/') || path === 'healthz' || path === 'readyz' || path === 'metrics') return;
  if (path.startsWith('app/')) event.respondWith(file_for(request));
  else if (request.mode === 'navigate') event.respondWith(start_page_for(request));
});
