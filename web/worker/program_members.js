// @ts-check
// What the program's C++ calls on its Module: post(json), random(at, size), http(id, method, path, body, headers_json, limit_ms?, bytes?),
// wake_at(ms since 1970), frame_wanted(), set_cursor(css), read_picture(key, bytes, edge), save_file(name, bytes); and `opfs`, the pool
// that SQLite's files live in.

import { show_picture } from './files.js';
import { fill_random } from './program_memory.js';
import { ask_server } from './transport.js';

/**
 * @param {import('../page/messages.d.ts').BootMessage} boot
 * @param {import('../storage/opfs_pool.js').OpfsPool} pool
 * @param {{
 *   program(): import('./loading.js').Program | null, receive(message: any): void,
 *   post(message: import('../page/messages.d.ts').WorkerMessage): void, receiver: import('./files.js').Receiver,
 *   wake_at(time: number): void, frame_wanted(): void, note(line: string): void, crash(error: unknown): void }} worker
 */
export function program_members(boot, pool, worker) {
  return {
    canvas: boot.canvas,
    opfs: pool,
    post: (/** @type {string} */ json) => worker.receive(JSON.parse(json)),
    random: (/** @type {number} */ at, /** @type {number} */ size) => fill_random(worker.program(), at, size),
    http: (
      /** @type {number} */ id, /** @type {string} */ method, /** @type {string} */ path,
      /** @type {string | Uint8Array<ArrayBuffer>} */ body, /** @type {string} */ headers_json,
      /** @type {number | undefined} */ limit_milliseconds, /** @type {boolean | undefined} */ bytes_wanted,
    ) => {
      const headers = headers_json ? JSON.parse(headers_json) : {};
      const request = { id, method, path, body, headers, limit_milliseconds: limit_milliseconds || undefined, bytes_wanted };
      void ask_server(boot.base, request).then(({ answer, bytes }) => worker.receiver(answer, `http/${id}`, bytes));
    },
    read_picture: (/** @type {string} */ key, /** @type {Uint8Array<ArrayBuffer>} */ bytes, /** @type {number} */ edge) => {
      void show_picture({ key, bytes, edge }, worker.receiver);
    },
    save_file: (/** @type {string} */ name, /** @type {Uint8Array<ArrayBuffer>} */ bytes) => {
      // Of no type that a browser would open instead.
      worker.post({ t: 'save', files: [{ name, blob: new Blob([bytes], { type: 'application/octet-stream' }) }] });
    },
    wake_at: (/** @type {number} */ time) => worker.wake_at(time),
    frame_wanted: () => worker.frame_wanted(),
    set_cursor: (/** @type {string} */ css) => worker.post({ t: 'cursor', css }),
    print: (/** @type {string} */ line) => worker.note(line),
    printErr: (/** @type {string} */ line) => worker.note(line),
    onAbort: (/** @type {unknown} */ reason) => worker.crash(new Error(`abort: ${String(reason)}`)),
  };
}
