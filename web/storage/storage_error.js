// @ts-check
// The one kind of error the storage modules throw: a key the page has words for, and the browser's own text as detail.

/**
 * Keys (the page shows a sentence for each; `detail` is for support, not for reading):
 *  - `insecure_context`   plain HTTP on a network address: browsers give no storage there
 *  - `no_opfs`            the browser is too old, or not in a worker: no synchronous file access
 *  - `storage_blocked`    a private window or a setting forbids storing data
 *  - `open_elsewhere`     another tab (or one that died a moment ago) still holds the files
 *  - `storage_full`       the disk or the browser's quota for this site is full
 *  - `newer_database`     the files were written by a newer version of the program
 *  - `key_lost`           the files are encrypted, and their key is not there any more or cannot be used
 *  - `storage_failed`     anything else: the operation and the browser's words are in `detail`
 * @typedef {'insecure_context'|'no_opfs'|'storage_blocked'|'open_elsewhere'|'storage_full'|'newer_database'|'key_lost'|'storage_failed'} StorageErrorKey
 */

export class StorageError extends Error {
  /**
   * @param {StorageErrorKey} key
   * @param {string} detail
   * @param {unknown} [cause]
   */
  constructor(key, detail, cause) {
    super(`${key}: ${detail}`, { cause });
    this.name = 'StorageError';
    this.key = key;
    this.detail = detail;
  }
}

/**
 * The name of a browser error, whatever was thrown.
 * @param {unknown} error
 */
export function errorName(error) {
  return error instanceof Error || error instanceof DOMException ? error.name : typeof error;
}

/**
 * @param {unknown} error
 */
export function errorText(error) {
  return error instanceof Error || error instanceof DOMException ? `${error.name}: ${error.message}` : String(error);
}

/**
 * Turns what the browser threw during `operation` into a StorageError.
 * @param {string} operation
 * @param {unknown} error
 */
export function asStorageError(operation, error) {
  if (error instanceof StorageError) return error;
  const detail = `${operation}: ${errorText(error)}`;
  switch (errorName(error)) {
    case 'QuotaExceededError':
      return new StorageError('storage_full', detail, error);
    case 'NoModificationAllowedError':
      return new StorageError('open_elsewhere', detail, error);
    case 'SecurityError':
    case 'NotAllowedError':
      return new StorageError('storage_blocked', detail, error);
    default:
      return new StorageError('storage_failed', detail, error);
  }
}
