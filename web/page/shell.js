// @ts-check
// Between the worker and the browser: does what the worker's messages ask for, and shows a page when it cannot go on.

import { copy_text, download, save_file } from './clipboard.js';
import { answer_problem, hide_problem, show_problem } from './fallback.js';
import { start_taking_files } from './file_chooser.js';
import { Mirror } from './mirror.js';
import { show_pin } from './pin_page.js';
import { remember_language, request_take_over } from './remembered.js';
import { Router } from './router.js';
import { activate_update, keep_offline_copy } from './updates.js';
import { requestPersistence, storageInfo } from '../storage/storage_info.js';
import { fill_in } from './words.js';

/**
 * @typedef {import('./messages.d.ts').PageMessage} PageMessage
 * @typedef {import('./messages.d.ts').WorkerMessage} WorkerMessage
 * @typedef {import('./messages.d.ts').ProblemMessage} ProblemMessage
 * @typedef {import('./messages.d.ts').ThemeColors} ThemeColors
 * @typedef {import('./words.js').Words} Words
 * @typedef {import('./fallback.js').Action} Action
 * @typedef {{
 *   base: string, worker: Worker, stage: HTMLElement, canvas: HTMLCanvasElement, mirror: HTMLElement, splash: HTMLElement,
 *   progress: HTMLElement, problem: HTMLElement, polite: HTMLElement, assertive: HTMLElement, words: Promise<Words> }} Parts
 */

export class Shell {
  #parts;
  #worker;
  #mirror;
  #router;
  #messages_sent = 0;
  #ready = false;
  /** A crash page stays: whatever the worker still says. */
  #stopped = false;
  #handed_over = false;
  #title = 'Countersign';

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#worker = parts.worker;
    this.#worker.onmessage = (/** @type {MessageEvent<WorkerMessage>} */ event) => this.#receive(event.data);
    this.#worker.onmessageerror = () => this.crash('a message from the worker could not be read');
    this.#worker.onerror = (event) => {
      event.preventDefault();
      // A script that did not load gives an event without a message.
      if (event.message) this.crash(`${event.message}\n${event.filename}:${event.lineno}:${event.colno}`);
      else this.#fail({ t: 'problem', key: 'not_loaded', detail: 'worker/worker.js' });
    };
    this.#mirror = new Mirror(parts.mirror, (message) => this.send(message), parts.base);
    this.#router = new Router(parts.base, (path) => this.send({ t: 'navigate', path }));
    this.#ask_to_keep_storage();
    start_taking_files(this.#mirror);
    void this.#show_progress('', 0, 0);
  }

  /**
   * @param {PageMessage} message
   * @param {Transferable[]} [transfer]
   * @returns {number} how many messages have been sent, this one included
   */
  send(message, transfer = []) {
    this.#worker.postMessage(message, transfer);
    // For whoever drives the portal from outside: what is shown does not answer the last input yet.
    this.#parts.mirror.dataset.unsettled = '';
    return ++this.#messages_sent;
  }

  /**
   * The program is in a state nobody has thought of: it is ended, so that it cannot write anything wrong.
   * @param {string} detail
   */
  crash(detail) {
    console.error(`countersign stopped: ${detail}`);
    this.#fail({ t: 'problem', key: 'worker_crashed', detail });
  }

  /** @param {WorkerMessage} message */
  #receive(message) {
    switch (message.t) {
      case 'tree':
        return this.#mirror.apply(message);
      case 'focus':
        return this.#mirror.focus(message.id);
      case 'cursor':
        this.#parts.canvas.style.cursor = message.css;
        return;
      case 'title':
        this.#title = message.text;
        if (this.#parts.problem.hidden) document.title = message.text;
        return;
      case 'path':
        return this.#router.show(message.path, message.replace === true);
      case 'announce':
        return this.#announce(message.text, message.assertive === true);
      case 'copy':
        return void this.#copy(message.text);
      case 'language':
        document.documentElement.lang = message.lang;
        return remember_language(this.#parts.base, message.lang);
      case 'theme':
        return this.#apply_theme(message.dark, message.colors ?? {});
      case 'progress':
        return void this.#show_progress(message.phase, message.done, message.total);
      case 'ready':
        return this.#show_application();
      case 'settled':
        if (message.after === this.#messages_sent) delete this.#parts.mirror.dataset.unsettled;
        return;
      case 'save':
        for (const { name, blob } of message.files) save_file(name, blob);
        return;
      case 'download':
        return download(`${this.#parts.base}${message.path}`);
      case 'reload':
        return void this.#reload();
      case 'ask_pin':
        return void this.#ask_pin(message);
      case 'pin_accepted':
        hide_problem(this.#parts.problem);
        this.#parts.splash.hidden = false;
        return;
      case 'problem':
        return this.#fail(message);
      case 'handed_over':
        this.#handed_over = true;
        return this.#fail({ t: 'problem', key: 'open_elsewhere', recoverable: true });
      case 'rescued':
        return void this.#save(message.files);
      case 'put_aside':
        return void this.#show_put_aside(message.name);
      case 'rescue_failed':
        return void this.#say_rescue_failed(message.detail);
    }
  }

  /** @param {string} text @param {boolean} assertive */
  #announce(text, assertive) {
    const region = assertive ? this.#parts.assertive : this.#parts.polite;
    // The same words twice are no change to a screen reader: a no-break space makes them one.
    region.textContent = region.textContent === text ? `${text}\u00a0` : text;
  }

  /** @param {string} text */
  async #copy(text) {
    if (await copy_text(text)) return;
    const words = await this.#parts.words;
    this.#announce(words.copy_failed, true);
  }

  /** @param {boolean} dark @param {ThemeColors} colors */
  #apply_theme(dark, colors) {
    const root = document.documentElement;
    root.dataset.theme = dark ? 'dark' : 'light';
    for (const [name, value] of Object.entries(colors)) {
      if (value) root.style.setProperty(`--field_${name}`, value);
    }
    const meta = document.querySelectorAll('meta[name="theme-color"]');
    for (const element of meta) if (colors.surface) element.setAttribute('content', colors.surface);
  }

  /** @param {string} phase @param {number} done @param {number} total */
  async #show_progress(phase, done, total) {
    const words = await this.#parts.words;
    if (this.#ready) return;
    const names = /** @type {Record<string, string>} */ (words.phases);
    const parts = [names[phase] ?? words.starting, ...(total > 1 ? [fill_in(words.count, { done, total })] : [])];
    this.#parts.progress.textContent = parts.join(', ');
    const bar = this.#parts.splash.querySelector('progress');
    if (bar) {
      bar.max = Math.max(1, total);
      if (total > 0) bar.value = done;
      else bar.removeAttribute('value');
    }
  }

  #show_application() {
    if (this.#stopped) return;
    this.#ready = true;
    const { splash, problem, stage } = this.#parts;
    splash.hidden = true;
    if (!problem.hidden) hide_problem(problem);
    stage.inert = false;
    document.title = this.#title;
    void keep_offline_copy(this.#parts.base, () => this.send({ t: 'update_ready' }));
    void this.#tell_storage();
  }

  /** @param {import('./messages.d.ts').PinQuestion} question */
  async #ask_pin(question) {
    const words = await this.#parts.words;
    const { splash, stage, problem } = this.#parts;
    splash.hidden = true;
    stage.inert = true;
    show_pin(problem, question, words.pin, (message) => void this.send(message));
  }

  async #reload() {
    await activate_update();
    window.location.reload();
  }

  /** @param {ProblemMessage} problem */
  async #fail({ key, detail = '', recoverable = false }) {
    if (this.#stopped) return;
    const fatal = !recoverable && key !== 'open_elsewhere';
    if (fatal) {
      this.#stopped = true;
      // A database of a newer version or no WebGL: nothing runs any more, so nothing can be written. Only the worker can give out the
      // files of a damaged one; its program has ended.
      if (key !== 'corrupt_database' && key !== 'key_lost') this.#worker.terminate();
    }
    const words = await this.#parts.words;
    const { splash, stage, problem } = this.#parts;
    splash.hidden = true;
    stage.inert = true;
    show_problem(problem, { key, detail, actions: this.#actions(key, fatal, words) }, words);
  }

  /**
   * @param {string} key @param {boolean} fatal @param {Words} words
   * @returns {Action[]}
   */
  #actions(key, fatal, words) {
    if (key === 'open_elsewhere') return [{ label: words.use_here, act: (button) => this.#use_here(button, words) }];
    const again = { label: key === 'not_loaded' ? words.retry : words.reload, act: () => void this.#reload() };
    if (key === 'corrupt_database') {
      return [
        { label: words.save_file, act: () => void this.send({ t: 'rescue', what: 'save' }) },
        { label: words.start_anew, act: () => void this.send({ t: 'rescue', what: 'put_aside' }) },
        again,
      ];
    }
    if (key === 'key_lost') return [again, { label: words.pin.erase, act: () => void this.send({ t: 'rescue', what: 'erase' }) }];
    if (fatal) return [again];
    const back = { label: words.keep_working, act: () => this.#show_application() };
    // Where storing failed, only a new start helps; what is typed can still be read and copied.
    return key === 'storage_failed' ? [again, back] : [back, again];
  }

  /** @param {{name: string, blob: Blob}[]} files */
  async #save(files) {
    if (files.length === 0) return this.#say_rescue_failed('no file');
    for (const { name, blob } of files) save_file(name, blob);
    const words = await this.#parts.words;
    answer_problem(this.#parts.problem, fill_in(words.saved, { files: files.map(({ name }) => name).join(', ') }));
  }

  /** @param {string} name */
  async #show_put_aside(name) {
    const words = await this.#parts.words;
    const actions = [{ label: words.go_on, act: () => void this.#reload() }];
    show_problem(this.#parts.problem, { key: 'put_aside', values: { name }, actions }, words);
  }

  /** @param {string} detail */
  async #say_rescue_failed(detail) {
    const words = await this.#parts.words;
    answer_problem(this.#parts.problem, `${words.rescue_failed} (${detail})`);
  }

  /** @param {HTMLButtonElement} button @param {Words} words */
  #use_here(button, words) {
    if (this.#handed_over) {
      // This tab's program has given its database away and ended: a fresh one asks for it back.
      request_take_over(this.#parts.base);
      window.location.reload();
      return;
    }
    button.setAttribute('aria-disabled', 'true');
    button.textContent = words.moving;
    this.send({ t: 'take_over' });
  }

  /**
   * How much is stored, how much may be, and whether the browser may delete it. Not granted and not asked for yet look the same to it.
   * @param {boolean} [answered]
   */
  async #tell_storage(answered) {
    try {
      const { persisted, used_bytes, quota_bytes } = await storageInfo();
      const granted = persisted === true ? true : answered;
      this.send({ t: 'persist', ...(granted === undefined ? {} : { granted }), used: used_bytes, quota: quota_bytes });
    } catch (error) {
      console.warn('storage: nothing is known of it', error);
    }
  }

  /** Whether the browser may throw our data away under pressure; asked at the first sign of a person, as some browsers ask them. */
  #ask_to_keep_storage() {
    const ask = async () => {
      window.removeEventListener('pointerup', ask, true);
      window.removeEventListener('keyup', ask, true);
      const { answer } = await requestPersistence();
      await this.#tell_storage(answer === 'granted');
    };
    window.addEventListener('pointerup', ask, true);
    window.addEventListener('keyup', ask, true);
  }
}

/**
 * An error nobody caught means a mistake in the program: stop, show, let the person reload.
 * @param {Shell} shell
 */
export function report_uncaught_errors(shell) {
  /** @param {string} text */
  const from_elsewhere = (text) => text.includes('-extension://') || text.includes('ResizeObserver loop');
  window.addEventListener('error', (event) => {
    const detail = event.error instanceof Error ? (event.error.stack ?? String(event.error)) : `${event.message} ${event.filename}:${event.lineno}`;
    if (!from_elsewhere(`${event.message} ${detail} ${event.filename}`)) shell.crash(detail);
  });
  window.addEventListener('unhandledrejection', (event) => {
    const detail = event.reason instanceof Error ? (event.reason.stack ?? String(event.reason)) : String(event.reason);
    if (!from_elsewhere(detail)) shell.crash(detail);
  });
}
