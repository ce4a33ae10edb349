// @ts-check
// The page's side of the service worker: registers it, learns of a new version, and activates it when the person wants it.

/** The build this page was loaded from, as its own address says. */
const own_build = /\/app\/([^/]+)\//.exec(import.meta.url)?.[1] ?? '';
/** How long a new service worker may take to become the active one before the page reloads anyway. */
const activation_milliseconds = 3000;

/** @type {ServiceWorkerRegistration | null} */
let registration = null;

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<string>} the build it was made for
 */
function build_of(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(String(event.data));
    worker.postMessage({ t: 'build' }, [port2]);
  });
}

/** @param {ServiceWorker} worker @param {() => void} update_ready */
async function waiting_worker(worker, update_ready) {
  // A page that already is of the new build needs nothing of the old one.
  if ((await build_of(worker)) === own_build) worker.postMessage({ t: 'activate' });
  else update_ready();
}

/**
 * @param {string} base
 * @param {() => void} update_ready a newer version is stored on the device and waits
 */
export async function keep_offline_copy(base, update_ready) {
  if (registration || !('serviceWorker' in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register(`${base}service_worker.js`, { scope: base, updateViaCache: 'none' });
  } catch (error) {
    // Offline, or forbidden by a setting: the application runs, only its next start needs the network.
    console.warn('service worker: not registered', error);
    return;
  }
  const known = registration;
  const active_before = navigator.serviceWorker.controller !== null;
  /** @param {ServiceWorker | null} found */
  const watch = (found) => {
    found?.addEventListener('statechange', () => {
      if (found.state === 'installed' && known.active && known.active !== found) void waiting_worker(found, update_ready);
    });
  };
  known.addEventListener('updatefound', () => watch(known.installing));
  // It may have been found before anybody listened.
  watch(known.installing);
  if (known.waiting && active_before) await waiting_worker(known.waiting, update_ready);
  // A tab that stays open for days asks now and then.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && navigator.onLine) known.update().catch((error) => console.debug('service worker: no update', error));
  });
}

/** The stored newer version, if there is one, becomes the one that serves this page's next load. */
export async function activate_update() {
  const waiting = registration?.waiting;
  if (!waiting) return;
  const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  waiting.postMessage({ t: 'activate' });
  await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, activation_milliseconds))]);
}
