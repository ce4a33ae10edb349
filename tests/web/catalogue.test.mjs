// Reading catalogues: what is understood, and that nothing else passes.
// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { placeholders, read_catalogue } from '../../web/catalogue.mjs';

const header = 'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Plural-Forms: nplurals=3; plural=n;\\n"\n\n';

test('texts, plural forms, continued lines and escapes are read', () => {
  const { language, plural_count, texts } = read_catalogue(
    `${header}# a remark\nmsgid "ticket.new"\nmsgstr "Nowe "\n"zgłoszenie\\n\\"tu\\""\n\nmsgid "visit.count"\nmsgid_plural "visit.count"\n` +
      'msgstr[0] "{n} wizyta"\nmsgstr[1] "{n} wizyty"\nmsgstr[2] "{n} wizyt"\n',
    'pl.po',
  );
  assert.equal(language, 'pl');
  assert.equal(plural_count, 3);
  assert.deepEqual(texts, { 'ticket.new': 'Nowe zgłoszenie\n"tu"', 'visit.count': ['{n} wizyta', '{n} wizyty', '{n} wizyt'] });
});

/** @type {[string, string, RegExp][]} */
const malformed = [
  ['a key twice', 'msgid "a.b"\nmsgstr "x"\n\nmsgid "a.b"\nmsgstr "y"\n', /pl\.po:9: "a\.b" stands here a second time/],
  ['a missing translation', 'msgid "a.b"\nmsgstr ""\n', /pl\.po:6: "a\.b" is not translated/],
  ['no msgstr', 'msgid "a.b"\n\nmsgid "a.c"\nmsgstr "x"\n', /has no msgstr/],
  ['a sentence instead of a key', 'msgid "New ticket"\nmsgstr "x"\n', /is not a key/],
  ['too few plural forms', 'msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n', /has 2 plural forms, the language has 3/],
  ['forms out of order', 'msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[1] "x"\n', /expected form 0/],
  ['an open quote', 'msgid "a.b"\nmsgstr "x\n', /expected a text in double quotes/],
  ['an unknown escape', 'msgid "a.b"\nmsgstr "\\q"\n', /\\q is not an escape/],
  ['a fuzzy mark', '#, fuzzy\nmsgid "a.b"\nmsgstr "x"\n', /fuzzy/],
  ['anything else', 'hello\n', /not understood: hello/],
];
for (const [name, text, message] of malformed) {
  test(`refused with its line: ${name}`, () => assert.throws(() => read_catalogue(header + text, 'pl.po'), message));
}

test('a catalogue that does not name its language is refused', () => {
  assert.throws(() => read_catalogue('msgid "a.b"\nmsgstr "x"\n', 'pl.po'), /names no Language/);
});

test('placeholders are found once each, in an order that two texts share', () => {
  assert.deepEqual(placeholders('{name} ma {n}, {name}'), ['{name}', '{n}']);
});
