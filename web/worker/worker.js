// @ts-check
// The worker's entry: gets the database and the program ready side by side, then carries messages between page, program and server.
//
// Members the program's C++ calls on its Module: post(json), random(at, size), http(id, method, path, body, headers_json, limit_ms?, bytes?),
// wake_at(ms since 1970), frame_wanted(), set_cursor(css), read_picture(key, bytes, edge), save_file(name, bytes); and `opfs`, the pool
// that SQLite's files live in. Bytes reach it as assets "bytes/…", right before the message that names them.

import { choose_language } from '../page/languages.js';
import { show_picture, take_files } from './files.js';
import { FramePump } from './frame_pump.js';
import { LoadingError, fetch_language, instantiate, start_loading } from './loading.js';
import { ask_server } from './transport.js';

/**
 * @typedef {import('../page/messages.d.ts').PageMessage} PageMessage
 * @typedef {import('../page/messages.d.ts').BootMessage} BootMessage
 * @typedef {import('../page/messages.d.ts').WorkerMessage} WorkerMessage
 * @typedef {import('../page/messages.d.ts').InternalMessage} InternalMessage
 * @typedef {import('../page/messages.d.ts').CoreMessage} CoreMessage
 * @typedef {import('./loading.js').Program} Program
 * @typedef {import('./loading.js').Asset} Asset
 * @typedef {import('../storage/tab_lock.js').TabLock} TabLock
 * @typedef {import('../storage/opfs_pool.js').OpfsPool} OpfsPool
 */

const hand_over_limit_milliseconds = 8000;
/** As opfs_vfs.cpp names what web/app/main.cpp opens. */
const database_path = '/countersign.db';
/** setTimeout cannot count further. */
const timer_milliseconds_max = 2 ** 31 - 1;
/** How many lines of what the program printed go into a report of its end. */
const log_lines_max = 40;

/** @type {readonly string[]} */
const context_events = ['webglcontextlost', 'webglcontextrestored'];

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
    if (program && bytes) this.#guarded(() => this.#give_asset(program, { name: `bytes/${name}`, bytes }));
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
    this.#pool?.close();
    this.#post({ t: 'handed_over' });
  }

  /**
   * The database cannot be read: the program has ended, and the files go to the person or out of the way of a new start.
   * @param {'save' | 'put_aside'} what
   */
  async #rescue(what) {
    try {
      if (!this.#ended || !this.#pool) throw new Error('the files are in use');
      if (what === 'save') this.#post({ t: 'rescued', files: this.#pool.exportDatabase(database_path) });
      else this.#post({ t: 'put_aside', name: (await this.#pool.moveAside(database_path)).slice(1) });
    } catch (error) {
      this.#post({ t: 'rescue_failed', detail: String(error) });
    }
  }

  // ---- the start ---------------------------------------------------------------------------------------------------------------

  async #start() {
    const boot = this.#boot;
    if (!boot || this.#starting) return;
    this.#starting = true;
    this.#prepare_canvas(boot.canvas);
    const language = choose_language(boot.languages);
    const texts = this.#fetch_texts(language);
    texts.catch(() => undefined); // reported where it is awaited
    const { openPool } = await import('../storage/opfs_pool.js');
    if (this.#ended) return;
    this.#opening = openPool(boot.base);
    this.#pool = await this.#opening;
    if (this.#ended) return this.#pool.close();
    this.#post({ t: 'progress', phase: 'database', done: 0, total: 0 });
    const program = await instantiate(this.#loading, this.#members(boot));
    const assets = [...(await this.#loading.fonts), ...(await texts)];
    if (this.#ended) return;
    const { canvas: _, t: __, ...facts } = boot;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#program = program;
    this.#guarded(() => {
      for (const asset of assets) this.#give_asset(program, asset);
      this.#call(program, program._countersign_boot, JSON.stringify({ t: 'boot', ...facts, language, time_zone: zone }));
    });
    for (const message of this.#waiting.splice(0)) this.#deliver_from_page(message);
    this.#pump.want();
  }

  /**
   * The context that the program will draw with is made here, early: the same canvas gives the program this very one.
   * @param {OffscreenCanvas} canvas
   */
  #prepare_canvas(canvas) {
    const context = canvas.getContext('webgl2', {
      alpha: false, antialias: false, depth: false, stencil: false, preserveDrawingBuffer: true, powerPreference: 'low-power',
    });
    if (!context) throw Object.assign(new Error('no WebGL 2'), { key: 'no_webgl', detail: 'getContext("webgl2") gave nothing' });
    for (const name of context_events) {
      canvas.addEventListener(name, (event) => {
        // Without this the browser never gives the context back.
        event.preventDefault();
        if (name === 'webglcontextrestored') this.#context_restored();
      });
    }
  }

  /** Phones take the context away from a page that was hidden for long. What was recorded is in the database; a fresh start draws again. */
  #context_restored() {
    const restore = this.#program?._countersign_context_restored;
    if (!restore) return this.#post({ t: 'reload' });
    this.#guarded(() => restore());
    this.#pump.want();
  }

  /** @param {string} language */
  async #fetch_texts(language) {
    const english = fetch_language('en');
    if (language === 'en') return [await english];
    try {
      return [await english, await fetch_language(language)];
    } catch (error) {
      console.warn(`texts: no ${language}`, error);
      return [await english];
    }
  }

  /** @param {BootMessage} boot */
  #members(boot) {
    return {
      canvas: boot.canvas,
      opfs: this.#pool,
      post: (/** @type {string} */ json) => this.#receive_from_program(JSON.parse(json)),
      random: (/** @type {number} */ at, /** @type {number} */ size) => this.#fill_random(at, size),
      http: (
        /** @type {number} */ id, /** @type {string} */ method, /** @type {string} */ path,
        /** @type {string | Uint8Array<ArrayBuffer>} */ body, /** @type {string} */ headers_json,
        /** @type {number | undefined} */ limit_milliseconds, /** @type {boolean | undefined} */ bytes_wanted,
      ) => {
        const headers = headers_json ? JSON.parse(headers_json) : {};
        const request = { id, method, path, body, headers, limit_milliseconds: limit_milliseconds || undefined, bytes_wanted };
        void ask_server(boot.base, request).then(({ answer, bytes }) => this.#receiver(answer, `http/${id}`, bytes));
      },
      read_picture: (/** @type {string} */ key, /** @type {Uint8Array<ArrayBuffer>} */ bytes, /** @type {number} */ edge) => {
        void show_picture({ key, bytes, edge }, this.#receiver);
      },
      save_file: (/** @type {string} */ name, /** @type {Uint8Array<ArrayBuffer>} */ bytes) => {
        // Of no type that a browser would open instead.
        this.#post({ t: 'save', files: [{ name, blob: new Blob([bytes], { type: 'application/octet-stream' }) }] });
      },
      wake_at: (/** @type {number} */ time) => this.#wake_at(time),
      frame_wanted: () => this.#pump.want(),
      set_cursor: (/** @type {string} */ css) => this.#post({ t: 'cursor', css }),
      print: (/** @type {string} */ line) => this.#note(line),
      printErr: (/** @type {string} */ line) => this.#note(line),
      onAbort: (/** @type {unknown} */ reason) => this.crash(new Error(`abort: ${String(reason)}`)),
    };
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
    this.#guarded(() => this.#call(program, program._countersign_message, JSON.stringify(message)));
    this.#pump.want();
  }

  /** @param {string} language */
  async #load_language(language) {
    let ok = false;
    try {
      const asset = await fetch_language(language);
      if (this.#program && !this.#ended) this.#give_asset(this.#program, asset);
      ok = true;
    } catch (error) {
      if (!(error instanceof LoadingError)) throw error;
      console.warn(`texts: no ${language}`, error);
    }
    this.#deliver({ t: 'language_loaded', lang: language, ok });
  }

  // ---- the program's memory ----------------------------------------------------------------------------------------------------

  /**
   * @param {Program} program @param {(at: number, size: number) => void} callee @param {string} text
   */
  #call(program, callee, text) {
    const bytes = new TextEncoder().encode(text);
    const at = program._malloc(bytes.length + 1);
    program.HEAPU8.set(bytes, at);
    program.HEAPU8[at + bytes.length] = 0;
    callee(at, bytes.length);
    program._free(at);
  }

  /** @param {Program} program @param {Asset} asset */
  #give_asset(program, { name, bytes }) {
    const at = program._malloc(bytes.length + 1);
    program.HEAPU8.set(bytes, at);
    this.#call(program, (name_at) => program._countersign_asset(name_at, at, bytes.length), name);
    program._free(at);
  }

  /** @param {number} at @param {number} size */
  #fill_random(at, size) {
    const memory = this.#program?.HEAPU8;
    if (!memory) throw new Error('random bytes were asked for before the program ran');
    // getRandomValues fills at most 65,536 bytes at once.
    for (let done = 0; done < size; done += 65536) {
      crypto.getRandomValues(/** @type {Uint8Array<ArrayBuffer>} */ (memory.subarray(at + done, at + Math.min(size, done + 65536))));
    }
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
    if (typeof key === 'string') return this.#post({ t: 'problem', key, detail: String(detail ?? '') });
    this.crash(error);
  }
}

const portal = new PortalWorker();
self.onmessage = (/** @type {MessageEvent<PageMessage>} */ event) => portal.receive(event.data);
self.addEventListener('unhandledrejection', (event) => portal.crash(event.reason));
