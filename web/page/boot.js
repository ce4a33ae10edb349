// @ts-check
// The page's start: is everything here that the application needs? Then the worker gets the canvas; otherwise a page says what is missing.

import { start_input, is_coarse, read_scheme, read_size } from './input.js';
import { show_problem } from './fallback.js';
import { choose_language } from './languages.js';
import { read_base, read_path } from './router.js';
import { Shell, report_uncaught_errors } from './shell.js';
import { preferred_languages, take_over_requested } from './remembered.js';
import { load_words } from './words.js';

/**
 * @typedef {import('./words.js').ProblemKey} ProblemKey
 * @typedef {{key: ProblemKey, detail: string}} Missing
 */

/** @param {unknown} error */
function text_of(error) {
  return error instanceof Error || error instanceof DOMException ? `${error.name}: ${error.message}` : String(error);
}

/** @returns {Promise<Missing | null>} */
async function missing_storage() {
  if (typeof navigator.storage?.getDirectory !== 'function') return { key: 'no_opfs', detail: 'navigator.storage.getDirectory is missing' };
  if (!navigator.locks) return { key: 'no_opfs', detail: 'navigator.locks is missing' };
  try {
    await navigator.storage.getDirectory();
    return null;
  } catch (error) {
    // Private windows refuse here: SecurityError in Firefox, UnknownError in Safari.
    return { key: 'storage_blocked', detail: `getDirectory: ${text_of(error)}` };
  }
}

/**
 * The worker, or null where the browser does not know module workers: one that does reads the option.
 * @returns {Worker | null}
 */
function start_worker() {
  if (typeof Worker !== 'function') return null;
  let understood = false;
  const worker = new Worker(new URL('../worker/worker.js', import.meta.url), {
    name: 'countersign',
    /** @returns {WorkerType} */
    get type() {
      understood = true;
      return 'module';
    },
  });
  if (understood) return worker;
  worker.terminate();
  return null;
}

/**
 * The first thing that is missing. Whether WebGL 2 can really draw is found out by the worker, on the very canvas it will draw on: a
 * second context only to ask would cost as much as the first.
 * @returns {Promise<Missing | null>}
 */
async function find_missing() {
  if (!window.isSecureContext) return { key: 'insecure_context', detail: '' };
  const storage = await missing_storage();
  if (storage) return storage;
  if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) {
    return { key: 'no_webgl', detail: 'HTMLCanvasElement.transferControlToOffscreen is missing' };
  }
  return null;
}

/** @param {string} id */
function by_id(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/** @param {Missing} missing @param {import('./words.js').Words} words */
function show_missing(missing, words) {
  by_id('splash').hidden = true;
  show_problem(by_id('problem'), { ...missing, actions: [{ label: words.retry, act: () => window.location.reload() }] }, words);
}

async function boot() {
  const base = read_base();
  const languages = preferred_languages(base);
  const language = choose_language(languages);
  document.documentElement.lang = language;
  const words_loading = load_words(language);
  const missing = await find_missing();
  if (missing) return show_missing(missing, await words_loading);
  const worker = start_worker();
  if (!worker) return show_missing({ key: 'no_worker', detail: 'module workers are missing' }, await words_loading);

  const stage = by_id('stage');
  const canvas = /** @type {HTMLCanvasElement} */ (by_id('canvas'));
  const shell = new Shell({
    base, worker, stage, canvas, words: words_loading,
    mirror: by_id('mirror'), splash: by_id('splash'), progress: by_id('progress'), problem: by_id('problem'),
    polite: by_id('polite'), assertive: by_id('assertive'),
  });
  report_uncaught_errors(shell);
  const offscreen = canvas.transferControlToOffscreen();
  shell.send(
    {
      t: 'boot', canvas: offscreen, ...read_size(stage), base, path: read_path(base), languages, ...read_scheme(),
      coarse: is_coarse(), device_memory: /** @type {{deviceMemory?: number}} */ (navigator).deviceMemory ?? 0,
      take_over: take_over_requested(base), online: navigator.onLine,
    },
    [offscreen],
  );
  if (document.visibilityState === 'hidden') shell.send({ t: 'visible', visible: false });
  start_input(stage, canvas, (message) => shell.send(message));
}

boot().catch(async (error) => {
  console.error(error);
  show_missing({ key: 'worker_crashed', detail: error instanceof Error ? (error.stack ?? text_of(error)) : text_of(error) }, await load_words('en'));
});
