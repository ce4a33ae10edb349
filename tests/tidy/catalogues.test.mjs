// The languages say the same things: no text is missing, none is left over, and placeholders agree.
// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { placeholders, read_catalogue } from '../../web/catalogue.mjs';
import { cpp, files_in, javascript, read } from './sources.mjs';

const catalogues = files_in(['assets/i18n'], ['.po']).map((path) => read_catalogue(read(path), path));
const english = catalogues.find(({ language }) => language === 'en');
/** Without comments: an example in one asks for nothing. */
const sources = files_in(['core', 'web', 'server'], [...cpp, ...javascript]).map((path) => ({ path, text: read(path).replace(/^\s*\/\/.*$/gm, '') }));

test('there is an English catalogue and at least one other', () => {
  assert.ok(english);
  assert.ok(catalogues.length > 1);
});

test('every language has the same keys', () => {
  const expected = Object.keys(english?.texts ?? {}).sort();
  for (const { language, texts } of catalogues) assert.deepEqual(Object.keys(texts).sort(), expected, language);
});

test('a translation uses the same placeholders as the English text', () => {
  const wrong = [];
  for (const { language, texts } of catalogues) {
    for (const [key, text] of Object.entries(texts)) {
      const expected = english?.texts[key];
      if (expected === undefined) continue;
      const wanted = placeholders([expected].flat().join(' '));
      const found = placeholders([text].flat().join(' '));
      if (wanted.join() !== found.join()) wrong.push(`${language} ${key}: ${found.join()} instead of ${wanted.join()}`);
      if (Array.isArray(text) !== Array.isArray(expected)) wrong.push(`${language} ${key}: plural in one language only`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('every text the code asks for is there', () => {
  const missing = [];
  for (const { path, text } of sources) {
    for (const [, key] of text.matchAll(/\btr(?:_n)?\(\s*"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"/g)) {
      if (!(key in (english?.texts ?? {}))) missing.push(`${path}: ${key}`);
    }
  }
  assert.deepEqual(missing, []);
});

test('every refusal and failure that reaches a person has a text', () => {
  // What the server says in a terminal is English.
  const in_terminal = /^server\/((admin|command|demo|import)\/|http\/http_server\.cpp|operations\/backup\.cpp)/;
  const missing = [];
  for (const { path, text } of sources.filter((source) => !in_terminal.test(source.path))) {
    for (const [, key] of text.matchAll(/"((?:refusal|failure)\.[a-z0-9_]+(?:\.[a-z0-9_]+)*)"/g)) {
      if (!(key in (english?.texts ?? {}))) missing.push(`${path}: ${key}`);
    }
  }
  assert.deepEqual(missing, []);
});

test('the protocol names every type of event', () => {
  const protocol = read('docs/protocol.md');
  const missing = [];
  for (const { path, text } of sources.filter((source) => source.path.startsWith('core/domain/'))) {
    for (const [, type] of text.matchAll(/constexpr const char\* type = "([a-z_]+)"/g)) {
      if (!new RegExp(`\\b${type}\\b`).test(protocol)) missing.push(`${path}: ${type}`);
    }
  }
  assert.deepEqual(missing, []);
});

test('no text is left that no code shows', () => {
  // A key is in use when it stands in the code as a whole, without its number ("time.month" for time.month_3), or when the code puts it
  // together from a beginning: "state.", "ticket.state_".
  const literals = new Set(sources.flatMap(({ text }) => [...text.matchAll(/["'`]([a-z0-9_]+(?:\.[a-z0-9_]+)*\.?)["'`]/g)].map((match) => match[1])));
  const beginnings = [...literals].filter((literal) => literal.endsWith('.') || (literal.endsWith('_') && literal.includes('.')));
  const unused = Object.keys(english?.texts ?? {}).filter(
    (key) => !literals.has(key) && !literals.has(key.replace(/_\d+$/, '')) && !beginnings.some((beginning) => key.startsWith(beginning)),
  );
  assert.deepEqual(unused, []);
});

test('every type of event has a title in the log', () => {
  const missing = [];
  for (const { path, text } of sources.filter((source) => source.path.startsWith('core/domain/'))) {
    for (const [, type] of text.matchAll(/static constexpr const char\* type = "([a-z_]+)"/g)) {
      if (!(`event.${type}` in (english?.texts ?? {}))) missing.push(`${path}: event.${type}`);
    }
  }
  assert.deepEqual(missing, []);
});
