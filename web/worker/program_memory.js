// @ts-check
// Bytes in and out of the compiled program's memory. Its memory may move whenever it allocates, so HEAPU8 is asked for anew each time.

/**
 * @typedef {import('./loading.js').Program} Program
 * @typedef {import('./loading.js').Asset} Asset
 * @typedef {import('./key_store.js').Bytes} Bytes
 * @typedef {import('./key_store.js').PinLayer} PinLayer
 */

/**
 * @param {Program} program @param {(at: number, size: number) => void} callee @param {string} text
 */
export function call_with_text(program, callee, text) {
  const bytes = new TextEncoder().encode(text);
  const at = program._malloc(bytes.length + 1);
  program.HEAPU8.set(bytes, at);
  program.HEAPU8[at + bytes.length] = 0;
  callee(at, bytes.length);
  program._free(at);
}

/** @param {Program} program @param {Asset} asset */
export function give_asset(program, { name, bytes }) {
  const at = program._malloc(bytes.length + 1);
  program.HEAPU8.set(bytes, at);
  call_with_text(program, (name_at) => program._countersign_asset(name_at, at, bytes.length), name);
  program._free(at);
}

/** The key of the database that is opened next. @param {Program} program @param {Bytes} key */
export function give_data_key(program, key) {
  const at = program._malloc(key.length);
  program.HEAPU8.set(key, at);
  program._countersign_data_key(at, key.length);
  program.HEAPU8.fill(0, at, at + key.length);
  program._free(at);
}

/** @param {Program} program @param {string} pin @param {PinLayer} layer @returns {Bytes} a key of 32 bytes */
export function pin_key(program, pin, { salt, operations, memory_bytes }) {
  const key_bytes = 32;
  const text = new TextEncoder().encode(pin);
  const size = text.length + salt.length + key_bytes;
  const at = program._malloc(size);
  const salt_at = at + text.length;
  const key_at = salt_at + salt.length;
  program.HEAPU8.set(text, at);
  program.HEAPU8.set(salt, salt_at);
  const code = program._countersign_pin_key(at, text.length, salt_at, operations, memory_bytes, key_at);
  const key = new Uint8Array(program.HEAPU8.slice(key_at, key_at + key_bytes));
  program.HEAPU8.fill(0, at, at + size);
  program._free(at);
  if (code !== 0) throw new Error(`no ${memory_bytes} bytes of memory for the PIN's key`);
  return key;
}

/** @param {Program | null} program @param {number} at @param {number} size */
export function fill_random(program, at, size) {
  if (!program) throw new Error('random bytes were asked for before the program ran');
  // getRandomValues fills at most 65,536 bytes at once.
  for (let done = 0; done < size; done += 65536) {
    crypto.getRandomValues(/** @type {Uint8Array<ArrayBuffer>} */ (program.HEAPU8.subarray(at + done, at + Math.min(size, done + 65536))));
  }
}
