// @ts-check
// The header of a pool file: any damaged byte is noticed, one whole copy is enough, and files of a newer version are left alone.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { openPool } from '../../../web/storage/opfs_pool.js';
import { copy_offsets, copy_size, crc32, decodeCopy, encodeHeader, header_size, readHeader } from '../../../web/storage/pool_header.js';
import { SimulatedDisk } from './simulated_disk.mjs';

if (!globalThis.crypto) Object.assign(globalThis, { crypto: webcrypto }); // Node 18

/** @param {string} first_path @param {number} first @param {string} second_path @param {number} second */
function headerOf(first_path, first, second_path, second) {
  const bytes = new Uint8Array(header_size);
  bytes.set(encodeHeader(first_path, first), copy_offsets[0]);
  bytes.set(encodeHeader(second_path, second), copy_offsets[1]);
  return bytes;
}

test('a header gives back the name it was made with', () => {
  assert.deepEqual(decodeCopy(encodeHeader('/zażółć.db', 7)), { version: 1, generation: 7, path: '/zażółć.db' });
  assert.throws(() => encodeHeader('/'.repeat(513), 1), RangeError);
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
});

test('a change of any single byte of a copy is noticed', () => {
  for (let at = 0; at < copy_size; at++) {
    const copy = encodeHeader('/countersign.db', 3);
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    assert.equal(decodeCopy(copy), null, `byte ${at}`);
  }
});

test('the newer of two copies counts, and a single whole one is enough', () => {
  const named = (/** @type {Uint8Array} */ bytes) => /** @type {any} */ (readHeader(bytes));
  assert.deepEqual([named(headerOf('/new', 5, '/old', 4)).path, named(headerOf('/old', 4, '/new', 5)).path], ['/new', '/new']);
  assert.equal(named(headerOf('/new', 5, '/old', 4)).repair, true);
  assert.equal(named(headerOf('/same', 5, '/same', 5)).repair, false);
  assert.equal(named(headerOf('/one', 5, '/two', 6).subarray(0, copy_size)).path, '/one');
  assert.equal(readHeader(new Uint8Array(header_size)).state, 'blank');
  assert.equal(readHeader(new Uint8Array(header_size).fill(9)).state, 'damaged');
});

test('files of a newer version of the program are refused and not touched', async () => {
  const disk = new SimulatedDisk();
  (await openPool('/', { root: disk.root() })).close();
  const file = /** @type {any} */ ([...disk.files.values()][0]);
  for (const at of copy_offsets) {
    const copy = encodeHeader('/countersign.db', 9);
    const view = new DataView(copy.buffer);
    view.setUint32(8, 2, true);
    view.setUint32(1020, crc32(copy.subarray(0, 1020)), true);
    file.change({ kind: 'write', at, bytes: copy });
  }
  file.flush();
  const before = file.content.slice();
  await assert.rejects(openPool('/', { root: disk.root() }), { key: 'newer_database' });
  assert.deepEqual(file.content, before);
  assert.ok([...disk.files.values()].every((each) => !each.open), 'a handle was left open');
});

test('when one file cannot be opened, none stays open', async () => {
  const disk = new SimulatedDisk();
  (await openPool('/', { root: disk.root() })).close();
  const [held, ...others] = [...disk.files.values()];
  Object.assign(/** @type {object} */ (held), { open: true });
  await assert.rejects(openPool('/', { root: disk.root(), lock_wait_milliseconds: 0 }), { key: 'open_elsewhere' });
  assert.ok(others.every((each) => !each.open), 'a handle was left open');
});
