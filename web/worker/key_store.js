// @ts-check
// Where the key of this device's records is kept, and how it is wrapped.
//
// The records are encrypted with a data key of 32 random bytes. On the disk lies only this, in one record of IndexedDB:
//
//   wrapped = AES-GCM(browser key, inner)      inner = data key, or with a PIN: AES-GCM(Argon2id(PIN, salt), data key)
//
// The browser key is a CryptoKey that no script can read; the browser stores it beside the record. So both are needed, it and the PIN.
//
// Data keys, too, must be forgotten for good: a database of IndexedDB that is written over keeps the old bytes for a while, one that is
// deleted does not (Chromium compacts its files then). So there are two names, and whatever changes a key is written under the other one
// and the first is deleted. Of two that a crash has left, the higher generation counts.

import { StorageError, asStorageError } from '../storage/storage_error.js';

/** Bytes; as DataKey::size in core/storage/data_key.hpp. */
export const data_key_bytes = 32;
const salt_bytes = 16;
const iv_bytes = 12;
/** Argon2id: slow for whoever guesses, bearable at each start; the memory is what SQLite's page cache uses afterwards. */
export const pin_operations = 3;
export const pin_memory_bytes = 32 << 20;

/** So many wrong PINs cost nothing; then the wait doubles, from the first step to the longest. */
const free_tries = 3;
const wait_first_milliseconds = 5_000;
const wait_longest_milliseconds = 15 * 60_000;
/** From here on starting anew is offered: nobody mistypes that often who knows the PIN. */
export const tries_until_forgotten = 5;

const store_name = 'key';
const record_name = 'device';

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{salt: Bytes, iv: Bytes, operations: number, memory_bytes: number}} PinLayer
 * @typedef {{carried: Record<string, string>}} Erasing records are being erased; what the new ones begin with
 * @typedef {{
 *   format: 1, generation: number, browser_key: CryptoKey | null, iv: Bytes, wrapped: Bytes, pin: PinLayer | null,
 *   wrong_tries: number, last_try: number, unsent: number | null, erasing: Erasing | null }} KeyRecord
 *   last_try: ms since 1970; unsent: how many entries are on this device alone, null when nobody has said
 * @typedef {(pin: string, layer: PinLayer) => Bytes} DerivePinKey
 */

/**
 * How long the next PIN has to wait. A clock that was set back does not make it longer than it was at first.
 * @param {{wrong_tries: number, last_try: number}} tries
 * @param {number} now ms since 1970
 */
export function pin_wait_milliseconds({ wrong_tries, last_try }, now) {
  if (wrong_tries < free_tries) return 0;
  const wait = Math.min(wait_first_milliseconds * 2 ** (wrong_tries - free_tries), wait_longest_milliseconds);
  return Math.min(wait, Math.max(0, last_try + wait - now));
}

/** @param {number} size @returns {Bytes} */
const random_bytes = (size) => crypto.getRandomValues(new Uint8Array(size));

/** @param {Bytes} bytes */
const as_aes_key = (bytes) => crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** @param {CryptoKey} key @param {Bytes} iv @param {Bytes} bytes @returns {Promise<Bytes>} */
async function seal(key, iv, bytes) {
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes));
}

/** Null when it was sealed with another key, or is damaged. @param {CryptoKey} key @param {Bytes} iv @param {Bytes} sealed @returns {Promise<Bytes | null>} */
async function unseal(key, iv, sealed) {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed));
  } catch (error) {
    console.debug('a key does not open what it should', error);
    return null;
  }
}

// ---- IndexedDB -----------------------------------------------------------------------------------------------------------------

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer_of(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {string} name @returns {Promise<IDBDatabase>} */
function open_database(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store_name);
  // Whoever deletes it owns it; a tab that was left behind must not keep a key from being destroyed.
  request.addEventListener('success', () => {
    request.result.onversionchange = () => request.result.close();
  });
  return answer_of(request);
}

/** @param {IDBDatabase} database @returns {Promise<KeyRecord | undefined>} */
function read(database) {
  return answer_of(database.transaction(store_name).objectStore(store_name).get(record_name));
}

/**
 * @param {IDBDatabase} database @param {KeyRecord} record
 * @param {'strict' | 'relaxed'} durability strict: stored when this resolves, whatever the power does then
 */
function write(database, record, durability) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store_name, 'readwrite', { durability });
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
    transaction.objectStore(store_name).put(record, record_name);
  });
}

/** @param {KeyRecord | undefined} record @param {Bytes} inner */
async function holds(record, inner) {
  const opened = record?.browser_key ? await unseal(record.browser_key, record.iv, record.wrapped) : null;
  return opened !== null && opened.length === inner.length && opened.every((byte, index) => byte === inner[index]);
}

/** @template T @param {string} operation @param {() => Promise<T>} work */
async function guarded(operation, work) {
  try {
    return await work();
  } catch (error) {
    throw asStorageError(operation, error);
  }
}

export class KeyStore {
  #names;
  #database;
  /** One write after the other. @type {Promise<unknown>} */
  #last = Promise.resolve();
  #closed = false;

  /**
   * Use KeyStore.open(). @param {string[]} names @param {IDBDatabase} database that of the record, or an empty one
   * @param {KeyRecord | null} record
   */
  constructor(names, database, record) {
    this.#names = names;
    this.#database = database;
    /** What is stored; null when nothing is. */
    this.record = record;
  }

  /** Only the tab that owns the database may. @param {string} base path the portal is served under */
  static open(base) {
    return guarded('open the key store', async () => {
      const names = ['a', 'b'].map((letter) => `countersign-key-${letter}:${base}`);
      const databases = await Promise.all(names.map(open_database));
      const records = await Promise.all(databases.map(read));
      const newer = (records[1]?.generation ?? 0) > (records[0]?.generation ?? 0) ? 1 : 0;
      const other = 1 - newer;
      databases[other]?.close();
      // A crash left it behind.
      if (records[other]) await answer_of(indexedDB.deleteDatabase(/** @type {string} */ (names[other])));
      return new KeyStore(names, /** @type {IDBDatabase} */ (databases[newer]), records[newer] ?? null);
    });
  }

  /** What is being written is finished; nothing more is begun. */
  async close() {
    this.#closed = true;
    await this.#last;
    this.#database.close();
  }

  /**
   * Puts a record in the place of the one before, which is gone for good when this resolves. Not before it is certain that this browser keeps
   * what it was given: some lose a CryptoKey in private windows.
   * @param {Omit<KeyRecord, 'format' | 'generation'>} content
   * @param {Bytes | null} inner what its `wrapped` holds
   */
  #replace(content, inner) {
    return this.#in_turn('keep the key', async () => {
      const name = /** @type {string} */ (this.#names.find((one) => one !== this.#database.name));
      const next = await open_database(name);
      /** @type {KeyRecord} */
      const record = { format: 1, generation: (this.record?.generation ?? 0) + 1, ...content };
      await write(next, record, 'strict');
      if (inner && !(await holds(await read(next), inner))) {
        next.close();
        await answer_of(indexedDB.deleteDatabase(name));
        throw new StorageError('storage_blocked', 'this browser does not keep keys');
      }
      const before = this.#database;
      this.#database = next;
      this.record = record;
      before.close();
      await answer_of(indexedDB.deleteDatabase(before.name));
    });
  }

  /**
   * Changes what is no key.
   * @param {Partial<Pick<KeyRecord, 'wrong_tries' | 'last_try' | 'unsent' | 'erasing'>>} change @param {'strict' | 'relaxed'} durability
   */
  #note(change, durability = 'strict') {
    return this.#in_turn('note something beside the key', async () => {
      if (!this.record) return;
      const record = { ...this.record, ...change };
      const names = /** @type {(keyof typeof change)[]} */ (Object.keys(change));
      if (names.every((name) => record[name] === this.record?.[name])) return;
      await write(this.#database, record, durability);
      this.record = record;
    });
  }

  /** @param {string} operation @param {() => Promise<void>} work */
  #in_turn(operation, work) {
    const turn = this.#last.then(() => guarded(operation, () => {
      if (this.#closed) throw new Error('another tab has the key');
      return work();
    }));
    this.#last = turn.catch(() => undefined); // reported to whoever asked for it
    return turn;
  }

  /**
   * Wraps a data key with a new browser key, in place of what was wrapped before. `derive` and `pin`: with a PIN, too.
   * @param {Bytes} data_key
   * @param {{pin: string, derive: DerivePinKey} | null} protection
   */
  async keep(data_key, protection = null) {
    /** @type {PinLayer | null} */
    const pin = protection && {
      salt: random_bytes(salt_bytes), iv: random_bytes(iv_bytes), operations: pin_operations, memory_bytes: pin_memory_bytes,
    };
    const inner = protection && pin ? await seal(await as_aes_key(protection.derive(protection.pin, pin)), pin.iv, data_key) : data_key;
    const browser_key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const iv = random_bytes(iv_bytes);
    const wrapped = await seal(browser_key, iv, inner);
    await this.#replace({
      browser_key, iv, wrapped, pin, wrong_tries: 0, last_try: 0, unsent: this.record?.unsent ?? null, erasing: this.record?.erasing ?? null,
    }, inner);
  }

  /** A new data key, kept without a PIN. @returns {Promise<Bytes>} */
  async make() {
    const data_key = random_bytes(data_key_bytes);
    await this.keep(data_key);
    return data_key;
  }

  /**
   * The data key, or what it could not be opened with.
   * @param {Bytes | null} pin_key made from the PIN; null where none is set
   * @returns {Promise<Bytes | 'browser_key' | 'pin'>}
   */
  async unwrap(pin_key) {
    const { browser_key, iv, wrapped, pin } = /** @type {KeyRecord} */ (this.record);
    const inner = browser_key && (await unseal(browser_key, iv, wrapped));
    if (!inner) return 'browser_key';
    const data_key = pin && pin_key ? await unseal(await as_aes_key(pin_key), pin.iv, inner) : inner;
    if (!data_key) return 'pin';
    return data_key.length === data_key_bytes ? data_key : 'browser_key';
  }

  /** Before it is tried, so that ending the browser in between makes no try free. @param {number} now */
  count_try(now) {
    return this.#note({ wrong_tries: (this.record?.wrong_tries ?? 0) + 1, last_try: now });
  }

  forget_tries() {
    return this.#note({ wrong_tries: 0, last_try: 0 });
  }

  /** @param {number} unsent */
  note_unsent(unsent) {
    return this.#note({ unsent }, 'relaxed');
  }

  /** Destroys the key: nothing that was encrypted with it can be read any more. @param {Record<string, string>} carried */
  begin_erasing(carried) {
    const none = new Uint8Array();
    return this.#replace({
      browser_key: null, iv: none, wrapped: none, pin: null, wrong_tries: 0, last_try: 0, unsent: null, erasing: { carried },
    }, null);
  }

  /** What was carried has arrived in the new records. */
  async finish_erasing() {
    if (this.record?.erasing) await this.#note({ erasing: null });
  }
}

