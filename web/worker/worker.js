// @ts-check
// The worker's entry: gets the database and the program ready side by side, then carries messages between page, program and server.
// Bytes reach the program as assets "bytes/…", right before the message that names them.

import { choose_language } from '../page/languages.js';
import { prepare_canvas } from './drawing_context.js';
import { take_files } from './files.js';
import { FramePump } from './frame_pump.js';
import { LoadingError, fetch_language, fetch_texts, instantiate, start_loading } from './loading.js';
import { program_members } from './program_members.js';
import { call_with_text, give_asset, give_data_key, pin_key } from './program_memory.js';
import { Vault } from './vault.js';

/**
 * @typedef {import('../page/messages.d.ts').PageMessage} PageMessage
 * @typedef {import('../page/messages.d.ts').BootMessage} BootMessage
 * @typedef {import('../page/messages.d.ts').WorkerMessage} WorkerMessage
 * @typedef {import('../page/messages.d.ts').InternalMessage} InternalMessage
 * @typedef {import('../page/messages.d.ts').CoreMessage} CoreMessage
 * @typedef {import('../page/messages.d.ts').PinQuestion} PinQuestion
 * @typedef {{pin: string} | 'start_anew'} PinAnswer
 * @typedef {import('./loading.js').Program} Program
 * @typedef {import('./loading.js').Asset} Asset
 * @typedef {import('../storage/tab_lock.js').TabLock} TabLock
 * @typedef {import('../storage/opfs_pool.js').OpfsPool} OpfsPool
 */

const hand_over_limit_milliseconds = 8000;
/** As opfs_vfs.cpp names what web/app/main.cpp opens. */
const database_path = '/countersign.db';
/** What a rescued database is read with (docs/operations.md). */
const key_file_name = 'countersign-key.txt';
/** setTimeout cannot count further. */
const timer_milliseconds_max = 2 ** 31 - 1;
/** How many lines of what the program printed go into a report of its end. */
const log_lines_max = 40;

/** @param {Uint8Array} key */
const key_text = (key) => Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('');

class PortalWorker {
  #loading = start_loading((done, total) => this.#post({ t: 'progress', phase: 'program', done, total }));
  #pump = new FramePump((now) => this.#guarded(() => this.#program?._countersign_frame(now)), () => this.#tell_settled());
  /** @type {Program | null} */
  #program = null;
  /** @type {TabLock | null} */
  #lock = null;
  /** @type {OpfsPool | null} */
  #pool = null;
  /** Files that are being opened. @type {Promise<OpfsPool> | null} */
  #opening = null;
  /** @type {Vault | null} */
  #vault = null;
  /** @type {Promise<Vault> | null} */
  #opening_vault = null;
  /** What the person does about the PIN that is asked for. @type {((answer: PinAnswer) => void) | null} */
  #answer_pin = null;
  /** @type {Promise<void>} */
  #renewal = Promise.resolve();
  /** Messages to the program while it has no database. @type {CoreMessage[] | null} */
  #held = null;
  /** @type {BootMessage | null} */
  #boot = null;
  #starting = false;
  #ended = false;
  /** Messages from before the program ran. @type {PageMessage[]} */
  #waiting = [];
  /** How many of the page's messages have been taken in; see TreeMessage. */
  #received = 0;
  /** What `settled` said last. */
  #settled = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #wake_timer;
  #wake_time = Infinity;
  /** @type {(() => void) | null} */
  #handed_over = null;
  /** @type {string[]} */
  #log = [];
  /** For what comes with bytes: they go before the message. @type {import('./files.js').Receiver} */
  #receiver = (message, name, bytes) => {
    const program = this.#program;
    if (program && bytes) this.#guarded(() => give_asset(program, { name: `bytes/${name}`, bytes }));
    this.#deliver(message);
  };

  /** @param {PageMessage} message */
  receive(message) {
    if (message.t === 'rescue') return void this.#rescue(message.what);
    if (this.#ended) return;
    if (message.t === 'boot') {
      this.#received++;
      this.#boot = message;
      void this.#acquire(message);
    } else if (message.t === 'take_over') {
      this.#received++;
      void this.#take_over();
    } else if (message.t === 'pin' || message.t === 'start_anew') {
      this.#received++;
      this.#answer_pin?.(message.t === 'pin' ? { pin: message.pin } : 'start_anew');
    } else if (this.#program) {
      this.#deliver_from_page(message);
    } else {
      this.#waiting.push(message);
    }
  }

  /** @param {unknown} error */
  crash(error) {
    if (this.#ended) return;
    this.#end();
    const trace = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
    this.#post({ t: 'problem', key: 'worker_crashed', detail: [trace, ...this.#log].join('\n') });
  }

  // ---- the database ------------------------------------------------------------------------------------------------------------

  /** @param {BootMessage} boot */
  async #acquire({ base, take_over }) {
    try {
      const { TabLock } = await import('../storage/tab_lock.js');
      this.#lock = new TabLock(base, () => this.#hand_over());
      if ((await this.#lock.acquire()) === 'owned') return await this.#start();
      if (take_over) await this.#take_over();
      else this.#post({ t: 'problem', key: 'open_elsewhere', recoverable: true });
      // The other tab may simply be closed, or not answer before it is.
      if (await this.#lock.whenOwned()) await this.#start();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #take_over() {
    try {
      const answer = await this.#lock?.takeOver();
      if (answer === 'owned') await this.#start();
      else this.#post({ t: 'problem', key: 'open_elsewhere', detail: `take over: ${answer}`, recoverable: true });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Another tab asked for the database: the program finishes what it writes and closes it. A start that is under way goes no further. */
  async #hand_over() {
    if (this.#program && !this.#ended) {
      const closed = new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
        this.#handed_over = resolve;
        setTimeout(() => reject(new Error('the program did not close its database in time')), hand_over_limit_milliseconds);
      });
      this.#deliver({ t: 'hand_over' });
      await closed;
    }
    this.#end();
    await this.#opening?.catch((error) => console.debug('handed over while opening', error));
    await this.#opening_vault?.catch((error) => console.debug('handed over while opening', error));
    this.#pool?.close();
    // Before the other tab looks: nothing more is written then.
    await this.#vault?.close();
    this.#post({ t: 'handed_over' });
  }

  /**
   * The database cannot be read: the program has ended, and the files go to the person, out of the way of a new start, or for good.
   * @param {'save' | 'put_aside' | 'erase'} what
   */
  async #rescue(what) {
    try {
      if (!this.#ended || !this.#pool || !this.#vault) throw new Error('the files are in use');
      if (what === 'save') {
        const key = { name: key_file_name, blob: new Blob([key_text(this.#vault.data_key)], { type: 'application/octet-stream' }) };
        this.#post({ t: 'rescued', files: [...this.#pool.exportDatabase(database_path), key] });
      } else if (what === 'erase') {
        await this.#vault.erase();
        this.#post({ t: 'reload' });
      } else this.#post({ t: 'put_aside', name: (await this.#pool.moveAside(database_path)).slice(1) });
    } catch (error) {
      this.#post({ t: 'rescue_failed', detail: String(error) });
    }
  }

  // ---- the start ---------------------------------------------------------------------------------------------------------------

  async #start() {
    const boot = this.#boot;
    if (!boot || this.#starting) return;
    this.#starting = true;
    prepare_canvas(boot.canvas, () => this.#context_restored());
    const language = choose_language(boot.languages);
    const texts = fetch_texts(language);
    texts.catch(() => undefined); // reported where it is awaited
    const { openPool } = await import('../storage/opfs_pool.js');
    if (this.#ended) return;
    this.#opening = openPool(boot.base);
    this.#pool = await this.#opening;
    if (this.#ended) return this.#pool.close();
    this.#post({ t: 'progress', phase: 'database', done: 0, total: 0 });
    const program = await instantiate(this.#loading, program_members(boot, this.#pool, {
      program: () => this.#program, receive: (message) => this.#receive_from_program(message), post: (message) => this.#post(message),
      receiver: this.#receiver, wake_at: (time) => this.#wake_at(time), frame_wanted: () => this.#pump.want(),
      note: (line) => this.#note(line), crash: (error) => this.crash(error),
    }));
    // Another tab has asked for the database meanwhile: its key is that tab's, too.
    if (this.#ended) return;
    const vault = await this.#open_vault(boot.base, program, this.#pool);
    if (!vault) return;
    const assets = [...(await this.#loading.fonts), ...(await texts)];
    if (this.#ended) return;
    const { canvas: _, t: __, ...facts } = boot;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const stored = { pin_set: vault.pin_is_set, carried: vault.carried };
    this.#program = program;
    this.#guarded(() => {
      for (const asset of assets) give_asset(program, asset);
      give_data_key(program, vault.data_key);
      call_with_text(program, program._countersign_boot, JSON.stringify({ t: 'boot', ...facts, ...stored, language, time_zone: zone }));
    });
    for (const message of this.#waiting.splice(0)) this.#deliver_from_page(message);
    this.#pump.want();
    await vault.finish_erasing();
  }

  /** Null when another tab has asked for the database. @param {string} base @param {Program} program @param {OpfsPool} pool */
  async #open_vault(base, program, pool) {
    this.#opening_vault = Vault.open(base, { pool, database_path, derive: (pin, layer) => pin_key(program, pin, layer) });
    const vault = await this.#opening_vault;
    this.#vault = vault;
    if (this.#ended) {
      await vault.close();
      return null;
    }
    let asked = false;
    await vault.unlock((question) => {
      asked = true;
      return new Promise((resolve) => {
        this.#answer_pin = resolve;
        this.#post({ t: 'ask_pin', ...question });
      });
    });
    if (asked) this.#post({ t: 'pin_accepted' });
    return vault;
  }

  /** Everything of somebody was deleted: the key and the files go, too. One after the other. @param {Record<string, string>} carried */
  #renew_storage(carried) {
    this.#renewal = this.#renewal.then(() => this.#renew(carried));
  }

  /** @param {Record<string, string>} carried */
  async #renew(carried) {
    const program = this.#program;
    const vault = this.#vault;
    if (!program || !vault || this.#ended) return;
    /** @type {CoreMessage[]} */
    const held = (this.#held = []);
    try {
      const close = () => this.#guarded(() => call_with_text(program, program._countersign_message, JSON.stringify({ t: 'close_storage' })));
      await vault.renew({ carried, close });
      give_data_key(program, vault.data_key);
      this.#held = null;
      this.#deliver({ t: 'open_storage', carried });
      for (const message of held) this.#deliver(message);
      await vault.finish_erasing();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A PIN that is changed while the key is renewed would keep the old one: one after the other. @param {{current: string, wanted: string}} change */
  #change_pin(change) {
    this.#renewal = this.#renewal.then(() => this.#change_pin_now(change));
  }

  /** @param {{current: string, wanted: string}} change */
  async #change_pin_now(change) {
    try {
      const changed = await this.#vault?.change_pin(change);
      if (changed) this.#deliver({ t: 'pin_changed', ...changed });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Phones take the context away from a page that was hidden for long. What was recorded is in the database; a fresh start draws again. */
  #context_restored() {
    const restore = this.#program?._countersign_context_restored;
    if (!restore) return this.#post({ t: 'reload' });
    this.#guarded(() => restore());
    this.#pump.want();
  }

  // ---- messages ----------------------------------------------------------------------------------------------------------------

  /** @param {WorkerMessage} message */
  #post(message) {
    self.postMessage(message);
  }

  /** Everything that the page sent so far has been answered on the screen and in the mirror. */
  #tell_settled() {
    if (this.#settled === this.#received || this.#ended) return;
    this.#settled = this.#received;
    this.#post({ t: 'settled', after: this.#received });
  }

  /** @param {WorkerMessage | InternalMessage} message */
  #receive_from_program(message) {
    if (message.t === 'load_language') return void this.#load_language(message.lang);
    if (message.t === 'change_pin') return this.#change_pin(message);
    if (message.t === 'renew_storage') return this.#renew_storage(message.carried);
    if (message.t === 'unsent') return void this.#vault?.note_unsent(message.count).catch((error) => console.warn('not noted', error));
    if (message.t === 'handed_over') return this.#handed_over?.();
    if (message.t === 'tree') message.after = this.#received;
    this.#post(message);
    // What cannot be used must not be written to: the program gets no further call.
    if (message.t === 'problem' && !message.recoverable) this.#end();
  }

  /** @param {PageMessage} message */
  #deliver_from_page(message) {
    this.#received++;
    if (message.t === 'files') return void take_files(message, this.#receiver);
    if (message.t === 'visible') this.#pump.set_visible(message.visible);
    if (message.t === 'pointer' && message.kind !== 'move') this.#pump.hold(message.kind === 'down');
    this.#deliver(message);
  }

  /** @param {CoreMessage} message */
  #deliver(message) {
    const program = this.#program;
    if (!program || this.#ended) return;
    if (this.#held) return void this.#held.push(message);
    this.#guarded(() => call_with_text(program, program._countersign_message, JSON.stringify(message)));
    this.#pump.want();
  }

  /** @param {string} language */
  async #load_language(language) {
    let ok = false;
    try {
      const asset = await fetch_language(language);
      if (this.#program && !this.#ended) give_asset(this.#program, asset);
      ok = true;
    } catch (error) {
      if (!(error instanceof LoadingError)) throw error;
      console.warn(`texts: no ${language}`, error);
    }
    this.#deliver({ t: 'language_loaded', lang: language, ok });
  }

  // ---- time and endings --------------------------------------------------------------------------------------------------------

  /** @param {number} time the earliest wish counts; the program asks again when it was woken */
  #wake_at(time) {
    if (time >= this.#wake_time) return;
    this.#wake_time = time;
    clearTimeout(this.#wake_timer);
    const delay = Math.min(Math.max(0, time - Date.now()), timer_milliseconds_max);
    this.#wake_timer = setTimeout(() => {
      this.#wake_time = Infinity;
      this.#deliver({ t: 'wake' });
    }, delay);
  }

  /** @param {string} line */
  #note(line) {
    console.log(line);
    this.#log.push(line);
    if (this.#log.length > log_lines_max) this.#log.shift();
  }

  /** @param {() => void} action a call into the program; after an error in there nothing in it can be trusted */
  #guarded(action) {
    if (this.#ended) return;
    try {
      action();
    } catch (error) {
      this.crash(error);
    }
  }

  #end() {
    this.#ended = true;
    this.#pump.stop();
    clearTimeout(this.#wake_timer);
  }

  /** @param {unknown} error while starting */
  #fail(error) {
    if (this.#ended) return;
    if (error instanceof LoadingError) return this.#post({ t: 'problem', key: 'not_loaded', detail: error.message });
    const { key, detail } = /** @type {{key?: unknown, detail?: unknown}} */ (error ?? {});
    // Its files can still be erased, by whoever reads what happened.
    if (key === 'key_lost') this.#end();
    if (typeof key === 'string') return this.#post({ t: 'problem', key, detail: String(detail ?? '') });
    this.crash(error);
  }
}

const portal = new PortalWorker();
self.onmessage = (/** @type {MessageEvent<PageMessage>} */ event) => portal.receive(event.data);
self.addEventListener('unhandledrejection', (event) => portal.crash(event.reason));
