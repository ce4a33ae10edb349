// @ts-check
// Page side of the storage tests: `storage_test.call(name, …)` runs a function of the worker, `storage_test.lock` is this tab's lock.

import { requestPersistence, storageInfo } from '../../../web/storage/storage_info.js';
import { TabLock } from '../../../web/storage/tab_lock.js';

/** @type {any} what the tests see of this page */
const shared = window;
const worker = new Worker('/tests/browser/storage/storage_test_worker.js', { type: 'module' });
/** @type {Map<number, {resolve: (value: unknown) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let last_id = 0;

worker.onmessage = (/** @type {MessageEvent} */ { data }) => {
  if ('committed' in data) {
    shared.report?.(data.committed);
    return;
  }
  const call = waiting.get(data.id);
  waiting.delete(data.id);
  if ('error' in data) call?.reject(Object.assign(new Error(data.error.message), data.error));
  else call?.resolve(data.value);
};
worker.onerror = (/** @type {ErrorEvent} */ event) => {
  for (const call of waiting.values()) call.reject(new Error(`worker: ${event.message}`));
  waiting.clear();
};

/**
 * @param {string} name
 * @param {unknown[]} args
 */
function call(name, ...args) {
  return new Promise((resolve, reject) => {
    waiting.set(++last_id, { resolve, reject });
    worker.postMessage({ id: last_id, name, args });
  });
}

/** @type {string[]} what happened to this tab's lock, in order */
const events = [];

/** @param {string} base */
function makeLock(base) {
  return new TabLock(base, async () => {
    events.push('hand_over');
    if (shared.storage_test.cannot_close) throw new Error('the database does not close');
    await call('closeAll');
  });
}

shared.storage_test = { call, makeLock, events, requestPersistence, storageInfo, lock: null, cannot_close: false };
