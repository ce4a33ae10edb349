// @ts-check
// How long a PIN has to wait after wrong ones: nothing for three, then twice as long each time, and never longer than a quarter of an hour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pin_wait_milliseconds } from '../../../web/worker/key_store.js';

const now = Date.UTC(2026, 10, 29);

test('two wrong PINs cost nothing, the third one five seconds, each further one twice as much', () => {
  const waits = Array.from({ length: 13 }, (_, wrong_tries) => pin_wait_milliseconds({ wrong_tries, last_try: now }, now) / 1000);
  assert.deepEqual(waits, [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
});

test('the wait runs on while nobody looks, and is over when its time has passed', () => {
  const tries = { wrong_tries: 6, last_try: now };
  assert.equal(pin_wait_milliseconds(tries, now + 15_000), 25_000);
  assert.equal(pin_wait_milliseconds(tries, now + 40_000), 0);
  assert.equal(pin_wait_milliseconds(tries, now + 3_600_000), 0);
});

test('a clock that was set back makes nobody wait longer than after the wrong PIN', () => {
  assert.equal(pin_wait_milliseconds({ wrong_tries: 4, last_try: now }, now - 86_400_000), 10_000);
});
