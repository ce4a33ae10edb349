// @ts-check
// The header at the start of every pool file: which logical path its content belongs to, kept in two copies.
//
// A header is rewritten by writing copy 0, flushing, writing copy 1, flushing. Whatever moment the power fails at, one copy is
// whole: the old one or the new one. The valid copy with the higher generation counts. A single damaged copy harms nothing.
//
//   0     copy 0 (1024 bytes)          4096  copy 1 (1024 bytes)          8192  content of the logical file
//   (a page each, so that a disk that loses a whole 4096-byte sector loses one copy at most)
//   copy: 0 magic(8) · 8 version u32 · 12 generation u32 · 16 path length u32 · 20 path (UTF-8, at most 512) · 1020 CRC-32 of 0..1019
//   numbers little endian; an empty path means: this file is free.

export const header_size = 8192;
export const copy_size = 1024;
export const copy_offsets = [0, 4096];
export const path_bytes_max = 512;
export const format_version = 1;

const magic = new TextEncoder().encode('CSGNPOOL');
const version_at = 8;
const generation_at = 12;
const path_length_at = 16;
const path_at = 20;
const checksum_at = 1020;

const crc_table = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (crc_table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/**
 * @param {string} path
 * @param {number} generation
 * @returns {Uint8Array<ArrayBuffer>} one copy
 */
export function encodeHeader(path, generation) {
  const path_bytes = new TextEncoder().encode(path);
  if (path_bytes.length > path_bytes_max) throw new RangeError(`path of ${path_bytes.length} bytes, at most ${path_bytes_max}`);
  const copy = new Uint8Array(copy_size);
  const view = new DataView(copy.buffer);
  copy.set(magic, 0);
  view.setUint32(version_at, format_version, true);
  view.setUint32(generation_at, generation, true);
  view.setUint32(path_length_at, path_bytes.length, true);
  copy.set(path_bytes, path_at);
  view.setUint32(checksum_at, crc32(copy.subarray(0, checksum_at)), true);
  return copy;
}

/**
 * @param {Uint8Array} copy one copy, copy_size bytes
 * @returns {{version: number, generation: number, path: string} | null} null when damaged or never written
 */
export function decodeCopy(copy) {
  if (copy.length < copy_size || !magic.every((byte, index) => copy[index] === byte)) return null;
  const view = new DataView(copy.buffer, copy.byteOffset, copy_size);
  if (view.getUint32(checksum_at, true) !== crc32(copy.subarray(0, checksum_at))) return null;
  const length = view.getUint32(path_length_at, true);
  if (length > path_bytes_max) return null;
  return {
    version: view.getUint32(version_at, true),
    generation: view.getUint32(generation_at, true),
    path: new TextDecoder().decode(copy.subarray(path_at, path_at + length)),
  };
}

/**
 * What the header of a file says.
 *  - `named`: its path and generation; `repair` when one copy was damaged or behind and should be rewritten
 *  - `blank`: never written (all zero)
 *  - `damaged`: something is there, but neither copy can be trusted
 * @param {Uint8Array} bytes the first header_size bytes (fewer when the file is shorter)
 * @returns {{state: 'named', version: number, generation: number, path: string, repair: boolean} | {state: 'blank'} | {state: 'damaged'}}
 */
export function readHeader(bytes) {
  const copies = copy_offsets.map((offset) => decodeCopy(bytes.subarray(offset, offset + copy_size)));
  const [first, second] = copies;
  const best = first && second ? (second.generation > first.generation ? second : first) : (first ?? second);
  if (best) {
    const repair = !first || !second || first.generation !== second.generation;
    return { state: 'named', ...best, repair };
  }
  return bytes.every((byte) => byte === 0) ? { state: 'blank' } : { state: 'damaged' };
}
