// @ts-check
// The way to the origin private file system: whether this browser has it, our directory in it, and file handles that another tab may
// still be holding for a moment.

import { crc32 } from './pool_header.js';
import { StorageError, asStorageError, errorName } from './storage_error.js';

/**
 * The parts of the browser's interfaces that are used here, written down so that a test can put a simulated disk in their place (and
 * because FileSystemSyncAccessHandle is only in the worker's type library).
 * @typedef {{
 *   read(bytes: Uint8Array, options: {at: number}): number,
 *   write(bytes: Uint8Array, options: {at: number}): number,
 *   truncate(size: number): void, getSize(): number, flush(): void, close(): void }} SyncHandle
 * @typedef {{kind: 'file', name: string, createSyncAccessHandle(): Promise<SyncHandle>}} PoolFile
 * @typedef {{
 *   entries(): AsyncIterable<[string, {kind: string}]>,
 *   getFileHandle(name: string, options?: {create?: boolean}): Promise<PoolFile> }} PoolDirectory
 * @typedef {{getDirectoryHandle(name: string, options?: {create?: boolean}): Promise<PoolDirectory>}} RootDirectory
 */

/** How long a lock held by a tab that is going away is waited for. */
export const lock_wait_milliseconds = 5000;

/**
 * One directory per base path: several portals on one origin (`/a/`, `/b/`) never see each other's files.
 * @param {string} base path the portal is served under, begins and ends with '/'
 */
export function directoryName(base) {
  const readable = base.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 64) || 'root';
  const hash = crc32(new TextEncoder().encode(base)).toString(16).padStart(8, '0');
  return `countersign-${readable}-${hash}`;
}

/**
 * The root of the origin private file system, or a StorageError that says in its key why there is none.
 * @returns {Promise<RootDirectory>}
 */
export async function storageRoot() {
  // navigator.storage is missing on plain HTTP: say that first, it is what the person can change.
  if (globalThis.isSecureContext === false) throw new StorageError('insecure_context', globalThis.location?.origin ?? '');
  if (typeof globalThis.navigator?.storage?.getDirectory !== 'function') {
    throw new StorageError('no_opfs', 'navigator.storage.getDirectory is missing');
  }
  /** @type {{FileSystemFileHandle?: {prototype: object}}} */
  const scope = globalThis;
  if (!scope.FileSystemFileHandle || !('createSyncAccessHandle' in scope.FileSystemFileHandle.prototype)) {
    throw new StorageError('no_opfs', 'createSyncAccessHandle is missing (it exists in dedicated workers only)');
  }
  try {
    return /** @type {RootDirectory} */ (/** @type {unknown} */ (await globalThis.navigator.storage.getDirectory()));
  } catch (error) {
    // Private windows refuse here: SecurityError in Firefox, UnknownError in Safari.
    throw new StorageError('storage_blocked', asStorageError('getDirectory', error).detail, error);
  }
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Runs `attempt` again while the browser says that somebody else holds the file, until `deadline`. A tab that was closed or crashed
 * keeps its handles until the browser has cleaned up after it, which takes a moment.
 * @template T
 * @param {string} operation
 * @param {number} deadline in performance.now() time
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
export async function whileLocked(operation, deadline, attempt) {
  let delay = 20;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (errorName(error) !== 'NoModificationAllowedError' || performance.now() + delay > deadline) {
        throw asStorageError(operation, error);
      }
    }
    await pause(delay);
    delay = Math.min(delay * 2, 250);
  }
}

/**
 * @param {PoolDirectory} directory
 * @param {string} name
 * @param {{create: boolean, deadline: number}} options
 */
export async function openHandle(directory, name, { create, deadline }) {
  return whileLocked(`open ${name}`, deadline, async () => {
    const file = await directory.getFileHandle(name, { create });
    const handle = await file.createSyncAccessHandle();
    const size = /** @type {unknown} */ (handle.getSize());
    if (typeof size !== 'number') {
      // Before Chromium 108 and Safari 16.4 these methods gave promises, which a database cannot wait for.
      await Promise.resolve(/** @type {unknown} */ (handle.close()));
      throw new StorageError('no_opfs', 'FileSystemSyncAccessHandle.getSize is asynchronous in this browser');
    }
    return handle;
  });
}
