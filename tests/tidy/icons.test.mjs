// The icon font holds what the widgets draw, at the code points they believe in.
// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { read } from './sources.mjs';

test('every icon of the widgets is in assets/icons/icons.txt under the same code point', () => {
  const listed = new Map([...read('assets/icons/icons.txt').matchAll(/^([a-z0-9-]+) U\+([0-9A-F]+)$/gm)].map(([, name, code]) => [name, code]));
  const declared = [...read('web/widgets/icons.hpp').matchAll(/constexpr Icon (\w+) = 0x([0-9A-F]+);/g)];
  assert.ok(declared.length > 0);
  const wrong = declared.filter(([, name, code]) => listed.get(name.replaceAll('_', '-')) !== code).map(([, name]) => name);
  assert.deepEqual(wrong, []);
});
