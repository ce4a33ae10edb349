// @ts-check
// The page's own words: every language says everything, in the visual language's manner.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose_language, languages } from '../../../web/page/languages.js';
import { fill_in, load_words } from '../../../web/page/words.js';

/** @param {unknown} table @param {string} [path] @returns {[string, string][]} */
function texts(table, path = '') {
  if (typeof table === 'string') return [[path, table]];
  return Object.entries(/** @type {object} */ (table)).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}
/** @param {string} text */
const tokens = (text) => [...text.matchAll(/\{\w+\}|`/g)].map(([token]) => token).sort();

test('every language has the same keys and the same places to fill in', async () => {
  const english = new Map(texts(await load_words('en')));
  for (const language of languages) {
    const words = new Map(texts(await load_words(language)));
    assert.deepEqual([...words.keys()], [...english.keys()], language);
    for (const [key, text] of words) {
      assert.notEqual(text.trim(), '', `${language} ${key}`);
      assert.deepEqual(tokens(text), tokens(english.get(key) ?? ''), `${language} ${key}`);
      assert.doesNotMatch(text, /!/, `${language} ${key}: no exclamation marks`);
    }
  }
});

test('the other languages are not English', async () => {
  const english = new Map(texts(await load_words('en')));
  for (const language of languages.filter((one) => one !== 'en')) {
    const same = texts(await load_words(language)).filter(([key, text]) => text === english.get(key));
    assert.deepEqual(same, [], language);
  }
});

test('the first language we have is taken, whatever its region', () => {
  assert.equal(choose_language(['fr-FR', 'pl-PL', 'en']), 'pl');
  assert.equal(choose_language(['DA']), 'da');
  assert.equal(choose_language([]), 'en');
  assert.equal(choose_language(['plx']), 'en');
});

test('texts are filled in', () => {
  assert.equal(fill_in('{done} of {total}', { done: 2, total: 6 }), '2 of 6');
  assert.equal(fill_in('{unknown}', {}), '{unknown}');
});
