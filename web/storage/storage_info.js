// @ts-check
// What the browser says about our storage: whether it may delete it under pressure, and how much there is. For the status screen.

import { asStorageError, errorText } from './storage_error.js';

/**
 * Asks the browser never to delete our data by itself. Only the page can ask (not a worker), and some browsers ask the person.
 * @returns {Promise<{answer: 'granted' | 'refused' | 'unavailable', detail: string}>}
 */
export async function requestPersistence() {
  const storage = globalThis.navigator?.storage;
  if (typeof storage?.persist !== 'function') return { answer: 'unavailable', detail: 'navigator.storage.persist is missing' };
  try {
    return { answer: (await storage.persist()) ? 'granted' : 'refused', detail: '' };
  } catch (error) {
    return { answer: 'unavailable', detail: errorText(error) };
  }
}

/**
 * `used_bytes` and `quota_bytes` are the browser's estimate for the whole origin, null when it does not tell.
 * @returns {Promise<{persisted: boolean | null, used_bytes: number | null, quota_bytes: number | null}>}
 */
export async function storageInfo() {
  const storage = globalThis.navigator?.storage;
  try {
    const persisted = typeof storage?.persisted === 'function' ? await storage.persisted() : null;
    const estimate = typeof storage?.estimate === 'function' ? await storage.estimate() : {};
    return { persisted, used_bytes: estimate.usage ?? null, quota_bytes: estimate.quota ?? null };
  } catch (error) {
    throw asStorageError('storage estimate', error);
  }
}
