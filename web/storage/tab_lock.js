// @ts-check
// One tab owns the database. A second tab can ask for it; the owner closes its database first and then says so.
//
// The owner holds a Web Lock named after the portal's base path. The browser gives the lock to the next in line when the owner's tab
// is closed or crashes, so a dead owner blocks nobody. A living one is asked over a BroadcastChannel:
//
//   asker  ── take_over ─→ owner        the owner flushes, closes SQLite and the pool (`onHandOver`), keeps the lock
//   asker ←─ handed_over ─ owner        the asker takes the lock from the owner (`steal`), so that no other waiting tab comes between
//
// The lock decides who may try; what makes two writers impossible is the browser's own lock on each file handle (opfs_access.js waits
// for it). Works in the page and in a worker.
//
// Example:  const lock = new TabLock('/portal/', async () => { await closeDatabase(); });
//           if ((await lock.acquire()) === 'elsewhere') { …ask the person…; await lock.takeOver(); }

import { StorageError, asStorageError, errorName, errorText } from './storage_error.js';

/** A page that reloads meets its own lock for a moment: wait this long before saying that another tab has it. */
const acquire_wait_milliseconds = 500;
/** How long an owner may take to finish its transaction and close. */
const take_over_wait_milliseconds = 10000;
/** How long the tab that was handed the database may take to take the lock, before another one that asks is given it. */
const claim_wait_milliseconds = 3000;

/**
 * @typedef {{type: 'take_over', from: string}
 *   | {type: 'handed_over', to: string}
 *   | {type: 'refused', to: string, detail: string}
 *   | {type: 'owned', from: string}} TabMessage
 */

export class TabLock {
  #id;
  #name;
  #channel;
  #on_hand_over;
  /** @type {(() => void) | null} lets the lock go; null = not the owner */
  #let_go = null;
  /** @type {Promise<void> | null} the closing of our database, begun once */
  #handing_over = null;
  /** Whom we gave it to last, and until when nobody else gets it. */
  #given = { to: '', until: 0 };
  /** @type {AbortController | null} our place in the line, when we stand in it */
  #line = null;
  /** @type {Promise<boolean> | null} */
  #in_line = null;
  /** @type {((message: TabMessage) => void) | null} what an unfinished takeOver does with answers */
  #on_answer = null;

  /**
   * @param {string} base path the portal is served under
   * @param {() => Promise<void>} onHandOver must flush and close database and pool; when it rejects, this tab stays the owner
   */
  constructor(base, onHandOver) {
    if (!globalThis.navigator?.locks) {
      throw new StorageError(globalThis.isSecureContext ? 'no_opfs' : 'insecure_context', 'navigator.locks is missing');
    }
    this.#id = crypto.randomUUID();
    this.#name = `countersign-database:${base}`;
    this.#on_hand_over = onHandOver;
    this.#channel = new BroadcastChannel(`countersign-tabs:${base}`);
    this.#channel.onmessage = (event) => this.#receive(event.data);
  }

  get owned() {
    return this.#let_go !== null && this.#handing_over === null;
  }

  /**
   * @param {{wait_milliseconds?: number}} [options]
   * @returns {Promise<'owned' | 'elsewhere'>}
   */
  async acquire({ wait_milliseconds = acquire_wait_milliseconds } = {}) {
    if (this.owned) return 'owned';
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), wait_milliseconds);
    try {
      return (await this.#request({ signal: patience.signal })) ? 'owned' : 'elsewhere';
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Resolves with true when this tab has become the owner, because the owner before it closed, crashed or handed over; with false
   * when stopWaiting or close ended the wait.
   * @returns {Promise<boolean>}
   */
  whenOwned() {
    if (this.owned) return Promise.resolve(true);
    if (!this.#in_line) {
      this.#line = new AbortController();
      this.#in_line = this.#request({ signal: this.#line.signal }).then((granted) => granted || this.owned);
    }
    return this.#in_line;
  }

  stopWaiting() {
    this.#line?.abort();
    this.#line = null;
    this.#in_line = null;
  }

  /**
   * Asks the owner for the database. `no_answer`: the owner is frozen or busy (closing its tab helps; whenOwned notices that).
   * `refused`: it could not close its database.
   * @param {{wait_milliseconds?: number}} [options]
   * @returns {Promise<'owned' | 'no_answer' | 'refused'>}
   */
  async takeOver({ wait_milliseconds = take_over_wait_milliseconds } = {}) {
    if (this.owned) return 'owned';
    await Promise.allSettled([this.#handing_over]);
    if (this.#let_go) {
      // We handed over and the asker has not taken the lock: it is still ours.
      this.#becomeOwner(this.#let_go);
      return 'owned';
    }
    const was_in_line = this.#line !== null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        timer = setTimeout(() => resolve('no_answer'), wait_milliseconds);
        this.#on_answer = (message) => {
          if (message.type === 'handed_over') this.#request({ steal: true }).then(() => resolve('owned'), reject);
          else if (message.type === 'refused') resolve('refused');
          else this.#ask(); // the database went to yet another tab in between: ask that one
        };
        // If the owner dies instead of answering, the line brings the lock.
        this.whenOwned().then((owned) => owned && resolve('owned'), reject);
        this.#ask();
      });
    } finally {
      clearTimeout(timer);
      this.#on_answer = null;
      if (!was_in_line && !this.owned) this.stopWaiting();
    }
  }

  /** Gives the lock up without being asked (the database must be closed). */
  release() {
    this.#let_go?.();
    this.#let_go = null;
    this.#handing_over = null;
  }

  /** Ends everything: also waiting and listening. */
  close() {
    this.stopWaiting();
    this.release();
    this.#channel.close();
  }

  // ---- inside -----------------------------------------------------------------------------------------------------------------

  #ask() {
    this.#send({ type: 'take_over', from: this.#id });
  }

  /** @param {TabMessage} message */
  #send(message) {
    this.#channel.postMessage(message);
  }

  /**
   * Stands in line for the lock. True when it was given to us, false when the wait was ended.
   * @param {{signal: AbortSignal} | {steal: true}} options
   * @returns {Promise<boolean>}
   */
  #request(options) {
    return new Promise((resolve, reject) => {
      let granted = false;
      /** @type {() => void} */
      let let_go = () => undefined;
      navigator.locks
        .request(this.#name, options, () => {
          // Given twice (by the line and by a take-over): one hold is enough.
          if (this.#let_go) return resolve(true);
          granted = true;
          return new Promise((/** @type {(value: void) => void} */ done) => {
            let_go = done;
            this.#becomeOwner(let_go);
            resolve(true);
          });
        })
        .catch((error) => {
          if (errorName(error) !== 'AbortError') reject(asStorageError('lock', error));
          else if (!granted) resolve(false);
          else if (this.#let_go === let_go) this.#lostLock();
        });
    });
  }

  /** @param {() => void} let_go */
  #becomeOwner(let_go) {
    this.#let_go = let_go;
    this.#handing_over = null;
    this.#given = { to: '', until: 0 };
    this.stopWaiting();
    this.#send({ type: 'owned', from: this.#id });
  }

  /** The lock was taken from us: by the tab we handed over to, or by one that did not ask. In the second case close now. */
  #lostLock() {
    const closing = this.#handing_over ?? this.#on_hand_over();
    this.#let_go = null;
    this.#handing_over = null;
    closing.catch((error) => console.error(`the database could not be closed after its lock was lost: ${errorText(error)}`));
  }

  /** @param {TabMessage} message */
  #receive(message) {
    if (message.type === 'take_over') {
      if (this.#let_go) this.#handOver(message.from);
    } else if (message.type === 'owned') {
      if (message.from !== this.#id) this.#on_answer?.(message);
    } else if (message.to === this.#id) {
      this.#on_answer?.(message);
    }
  }

  /** @param {string} to */
  #handOver(to) {
    // Two that ask at once: the first gets it, the second asks that one when it hears that it is the owner.
    if (to !== this.#given.to && performance.now() < this.#given.until) return;
    this.#given = { to, until: Infinity };
    this.#handing_over ??= this.#on_hand_over();
    this.#handing_over.then(
      () => {
        this.#given.until = performance.now() + claim_wait_milliseconds;
        this.#send({ type: 'handed_over', to });
      },
      (error) => {
        this.#given.until = 0;
        this.#handing_over = null;
        this.#send({ type: 'refused', to, detail: errorText(error) });
      },
    );
  }
}
