// @ts-check
// The key of this device's records, from the start of the portal until somebody signs out: finds or makes it, asks for the PIN, changes the
// PIN, and destroys the key with what it has encrypted. How it is wrapped is told in key_store.js.

import { KeyStore, pin_wait_milliseconds, tries_until_forgotten } from './key_store.js';
import { StorageError } from '../storage/storage_error.js';

/**
 * @typedef {import('../storage/opfs_pool.js').OpfsPool} OpfsPool
 * @typedef {import('./key_store.js').Bytes} Bytes
 * @typedef {import('./key_store.js').DerivePinKey} DerivePinKey
 * @typedef {import('../page/messages.d.ts').PinQuestion} PinQuestion
 * @typedef {import('../page/messages.d.ts').PinChanged} PinChanged
 * @typedef {(question: PinQuestion) => Promise<{pin: string} | 'start_anew'>} Ask
 */

/** @param {string} detail */
const key_lost = (detail) => new StorageError('key_lost', detail);

export class Vault {
  #keys;
  #pool;
  #database_path;
  #derive;
  /** While it is open. @type {Bytes | null} */
  #data_key = null;

  /**
   * Use Vault.open().
   * @param {KeyStore} keys @param {{pool: OpfsPool, database_path: string, derive: DerivePinKey}} surroundings
   */
  constructor(keys, { pool, database_path, derive }) {
    this.#keys = keys;
    this.#pool = pool;
    this.#database_path = database_path;
    this.#derive = derive;
  }

  /** @param {string} base @param {{pool: OpfsPool, database_path: string, derive: DerivePinKey}} surroundings */
  static async open(base, surroundings) {
    return new Vault(await KeyStore.open(base), surroundings);
  }

  /** Resolves when nothing more will be written. */
  close() {
    this.#data_key?.fill(0);
    return this.#keys.close();
  }

  get pin_is_set() {
    return this.#keys.record?.pin != null;
  }

  /** What an erasing that was cut off has left for the new records. */
  get carried() {
    return this.#keys.record?.erasing?.carried ?? null;
  }

  /** The key of the database, after unlock(). */
  get data_key() {
    if (!this.#data_key) throw new StorageError('storage_failed', 'the data key is not open');
    return this.#data_key;
  }

  /**
   * Opens the key, or makes one for records that have none: for a device that is new, and for one whose database an earlier program left
   * in clear (it is encrypted when it is opened).
   * @param {Ask} ask
   */
  async unlock(ask) {
    const record = this.#keys.record;
    if (record?.erasing) {
      this.#pool.eraseEverything();
      this.#data_key = await this.#keys.make();
    } else if (!record) {
      if (this.#holds_encrypted()) throw key_lost('no key is stored in this browser');
      this.#data_key = await this.#keys.make();
    } else {
      this.#data_key = record.pin ? await this.#unlock_with_pin(ask) : await this.#unwrap(null);
    }
    if (!this.#data_key) throw key_lost('the stored key cannot be opened with the key of this browser');
  }

  #holds_encrypted() {
    return this.#pool.storedBytes(this.#database_path) > 0 && !this.#pool.isPlainDatabase(this.#database_path);
  }

  /** Null when the PIN is wrong. @param {Bytes | null} pin_key */
  async #unwrap(pin_key) {
    const opened = await this.#keys.unwrap(pin_key);
    if (opened === 'browser_key') throw key_lost('the stored key cannot be opened with the key of this browser');
    return opened === 'pin' ? null : opened;
  }

  /** @param {Ask} ask @returns {Promise<Bytes>} */
  async #unlock_with_pin(ask) {
    for (let wrong = false; ; wrong = true) {
      const record = /** @type {import('./key_store.js').KeyRecord} */ (this.#keys.record);
      const answer = await ask({
        wrong, wait_milliseconds: pin_wait_milliseconds(record, Date.now()), may_start_anew: record.wrong_tries >= tries_until_forgotten,
        unsent: record.unsent,
      });
      if (answer === 'start_anew') {
        await this.#keys.begin_erasing({});
        this.#pool.eraseEverything();
        return this.#keys.make();
      }
      const data_key = await this.#try_pin(answer.pin);
      if (data_key) return data_key;
    }
  }

  /** Null when it is wrong, or has to wait. @param {string} pin */
  async #try_pin(pin) {
    const { record } = this.#keys;
    if (!record?.pin || pin_wait_milliseconds(record, Date.now()) > 0) return null;
    await this.#keys.count_try(Date.now());
    const data_key = await this.#unwrap(this.#derive(pin, record.pin));
    if (data_key) await this.#keys.forget_tries();
    return data_key;
  }

  /**
   * @param {{current: string, wanted: string}} change `wanted` empty: no PIN any more
   * @returns {Promise<PinChanged>}
   */
  async change_pin({ current, wanted }) {
    const { record } = this.#keys;
    const wait = record ? pin_wait_milliseconds(record, Date.now()) : 0;
    /** @param {PinChanged['problem']} problem @param {number} milliseconds @returns {PinChanged} */
    const changed = (problem, milliseconds) => ({ set: this.pin_is_set, problem, wait_seconds: Math.ceil(milliseconds / 1000) });
    if (this.pin_is_set && wait > 0) return changed('wait', wait);
    if (this.pin_is_set && !(await this.#try_pin(current))) return changed('wrong', 0);
    await this.#keys.keep(this.data_key, wanted === '' ? null : { pin: wanted, derive: this.#derive });
    return changed('', 0);
  }

  /** @param {number} unsent */
  async note_unsent(unsent) {
    await this.#keys.note_unsent(unsent);
  }

  /**
   * Destroys the key, then the files, then makes a new key. `close` has to close the database.
   * @param {{carried: Record<string, string>, close: () => void}} steps carried: what the new records begin with, if this is cut off
   */
  async renew({ carried, close }) {
    await this.#keys.begin_erasing(carried);
    this.#data_key?.fill(0);
    this.#data_key = null;
    close();
    this.#pool.eraseEverything();
    this.#data_key = await this.#keys.make();
  }

  /** The key is lost: what it has encrypted goes, and the next start makes a new one. */
  async erase() {
    await this.#keys.begin_erasing({});
    this.#pool.eraseEverything();
  }

  /** The new database holds what was carried. */
  finish_erasing() {
    return this.#keys.finish_erasing();
  }
}
