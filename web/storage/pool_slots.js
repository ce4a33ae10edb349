// @ts-check
// The open files of the pool and their names: reading them at the start, naming, moving in groups, opening more. The idea of the pool
// is told in opfs_pool.js; this is the part that must survive a power cut at any moment.

import { lock_wait_milliseconds, openHandle } from './opfs_access.js';
import { copy_offsets, encodeHeader, format_version, header_size, readHeader } from './pool_header.js';
import { StorageError, asStorageError } from './storage_error.js';

/** Files opened at the start, and how few free ones may be left before more are opened. */
export const capacity_at_start = 8;
export const free_files_min = 3;

export const damaged_prefix = '/damaged/';
const moves_path = '/.moves';

/**
 * @typedef {import('./opfs_access.js').SyncHandle} SyncHandle
 * @typedef {import('./opfs_access.js').PoolDirectory} PoolDirectory
 * @typedef {{name: string, handle: SyncHandle, path: string, generation: number, users: number, temporary: boolean}} Slot
 *   path '' = free; a temporary file has no path and is forgotten when closed or when the program dies
 */

export class PoolSlots {
  /** @type {Slot[]} a file's place in this list is its number; nothing is ever taken out before close() */
  all = [];
  /** @type {Map<string, Slot>} */
  by_path = new Map();
  closed = false;

  /** @param {PoolDirectory} directory */
  constructor(directory) {
    this.directory = directory;
  }

  /**
   * Opens and reads what is there, finishes what a crash cut off, makes the first free files.
   * @param {number} deadline for files that another tab still holds, in performance.now() time
   */
  async load(deadline) {
    try {
      const names = [];
      for await (const [name, entry] of this.directory.entries()) {
        if (entry.kind === 'file' && /^[0-9a-f]{24}$/.test(name)) names.push(name);
      }
      this.all = await this.#openFiles(names, { create: false, deadline });
      for (const slot of this.all) this.#adopt(slot);
      this.#finishMoves();
      await this.grow(Math.max(free_files_min, capacity_at_start - this.by_path.size));
    } catch (error) {
      this.close();
      throw asStorageError('open pool', error);
    }
  }

  /** @returns {Slot | undefined} */
  firstFree() {
    return this.all.find(isFree);
  }

  freeCount() {
    return this.all.filter(isFree).length;
  }

  /**
   * Names a file durably ('' = free). Throws what the browser throws; the old or the new name is then in force on disk.
   * @param {Slot} slot
   * @param {string} path
   */
  setPath(slot, path) {
    slot.generation++; // also when it fails below: a later header must win over whatever this one left behind
    const header = encodeHeader(path, slot.generation);
    for (const at of copy_offsets) {
      const written = slot.handle.write(header, { at });
      if (written !== header.length) throw new StorageError('storage_full', `header: ${written} of ${header.length} bytes stored`);
      slot.handle.flush();
    }
    if (slot.path !== '') this.by_path.delete(slot.path);
    slot.path = path;
    if (path !== '') this.by_path.set(path, slot);
  }

  /**
   * Opens more free files until `free` of them are there.
   * @param {number} free
   */
  async grow(free) {
    const deadline = performance.now() + lock_wait_milliseconds;
    while (!this.closed && this.freeCount() < free) {
      const names = Array.from({ length: free - this.freeCount() }, randomName);
      const slots = await this.#openFiles(names, { create: true, deadline });
      for (const slot of slots) {
        try {
          // The header is written now, so that naming, deleting and moving need no new space when the disk is full.
          if (!this.closed) this.setPath(slot, '');
        } catch (error) {
          for (const opened of slots) if (!this.all.includes(opened)) opened.handle.close();
          throw asStorageError('grow', error);
        }
        if (this.closed) slot.handle.close();
        else this.all.push(slot);
      }
    }
  }

  /**
   * Renames several files, all or none, whatever happens in between: the list of moves is stored first, and done by the next start
   * if this one does not live to do it.
   * @param {[string, string][]} moves
   */
  async move(moves) {
    if (moves.length === 0) return;
    await this.grow(1);
    for (const [from, to] of moves) {
      const slot = this.by_path.get(from);
      if (!slot || slot.users > 0 || this.by_path.has(to)) throw new StorageError('storage_failed', `cannot move ${from} to ${to}`);
    }
    const list = this.firstFree();
    if (!list) throw new StorageError('storage_failed', 'no free file for the list of moves');
    try {
      list.handle.truncate(header_size);
      list.handle.write(new TextEncoder().encode(JSON.stringify(moves)), { at: header_size });
      list.handle.flush();
      this.setPath(list, moves_path);
      this.#finishMoves();
    } catch (error) {
      // Half done: nobody may make new files under the old names before the next start has done the rest.
      this.close();
      throw asStorageError('move', error);
    }
  }

  close() {
    this.closed = true;
    for (const slot of this.all) slot.handle.close();
    this.all = [];
    this.by_path.clear();
  }

  /**
   * All at once, because each waits for an answer from another process. When one cannot be opened, none stays open.
   * @param {string[]} names
   * @param {{create: boolean, deadline: number}} options
   * @returns {Promise<Slot[]>}
   */
  async #openFiles(names, options) {
    const results = await Promise.allSettled(names.map((name) => openHandle(this.directory, name, options)));
    const slots = results.flatMap((result, index) => {
      if (result.status !== 'fulfilled') return [];
      return [{ name: names[index] ?? '', handle: result.value, path: '', generation: 0, users: 0, temporary: false }];
    });
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) {
      for (const slot of slots) slot.handle.close();
      throw failed.reason;
    }
    return slots;
  }

  /** @param {Slot} slot */
  #adopt(slot) {
    const bytes = new Uint8Array(header_size + 16);
    const count = slot.handle.read(bytes, { at: 0 });
    const header = readHeader(bytes.subarray(0, Math.min(count, header_size)));
    if (header.state !== 'named') {
      this.#adoptNameless(slot, header.state === 'damaged', bytes.subarray(header_size, Math.max(count, header_size)));
      return;
    }
    if (header.version > format_version) throw new StorageError('newer_database', `file format ${header.version}`);
    slot.generation = header.generation;
    if (header.path !== '' && this.by_path.has(header.path)) {
      this.setPath(slot, damaged_prefix + slot.name); // two of one name: keep both
      return;
    }
    slot.path = header.path;
    if (slot.path !== '') this.by_path.set(slot.path, slot);
    if (header.repair) this.setPath(slot, slot.path);
    if (slot.path === '' && slot.handle.getSize() > header_size) slot.handle.truncate(header_size);
  }

  /**
   * There is no header to trust. What may be somebody's records is kept under a name of its own; the rest is a file whose making was
   * cut off.
   * @param {Slot} slot
   * @param {boolean} damaged
   * @param {Uint8Array} content its first bytes
   */
  #adoptNameless(slot, damaged, content) {
    const kept = damaged ? slot.handle.getSize() > header_size : looksLikeDatabase(content);
    this.setPath(slot, kept ? damaged_prefix + slot.name : '');
    if (!kept) slot.handle.truncate(header_size);
  }

  #finishMoves() {
    const list = this.by_path.get(moves_path);
    if (!list) return;
    const bytes = new Uint8Array(list.handle.getSize() - header_size);
    list.handle.read(bytes, { at: header_size });
    /** @type {[string, string][]} */
    const moves = JSON.parse(new TextDecoder().decode(bytes));
    for (const [from, to] of moves) {
      const slot = this.by_path.get(from);
      if (slot && !this.by_path.has(to)) this.setPath(slot, to);
    }
    this.setPath(list, '');
    list.handle.truncate(header_size);
  }
}

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {Slot} slot */
function isFree(slot) {
  return slot.path === '' && !slot.temporary && slot.users === 0;
}

/** @param {Uint8Array} content the first bytes of a file */
function looksLikeDatabase(content) {
  const text = 'SQLite format 3\0';
  const is_main = content.length >= text.length && [...text].every((letter, index) => content[index] === letter.charCodeAt(0));
  const is_log = content[0] === 0x37 && content[1] === 0x7f && content[2] === 0x06 && (content[3] === 0x82 || content[3] === 0x83);
  return is_main || is_log;
}
