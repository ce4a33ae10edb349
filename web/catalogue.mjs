// Reads a gettext catalogue (.po) whose msgid is a key such as "ticket.new", and gives what the portal loads: key → text or plural forms.
// Strict on purpose: whatever is not understood is an error with its line, because a silently dropped text is found by nobody.
// @ts-check

/** @typedef {{ language: string, plural_count: number, texts: Record<string, string | string[]> }} Catalogue */

/** @type {Record<string, string>} */
const escapes = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

/**
 * The text between the quotes of one line.
 * @param {string} quoted
 * @param {(problem: string) => Error} problem
 */
function unquote(quoted, problem) {
  const match = /^"((?:[^"\\]|\\.)*)"$/.exec(quoted.trim());
  if (!match) throw problem(`expected a text in double quotes, found ${quoted}`);
  return match[1].replace(/\\(.)/g, (_, character) => {
    if (!(character in escapes)) throw problem(`\\${character} is not an escape that is understood`);
    return escapes[character];
  });
}

/**
 * The placeholders of a text, sorted: {count}, {name}.
 * @param {string} text
 */
export function placeholders(text) {
  return [...new Set(text.match(/\{[a-z0-9_]*\}/g) ?? [])].sort();
}

/**
 * @param {string} source the contents of the file
 * @param {string} name its name, for messages
 * @returns {Catalogue}
 */
export function read_catalogue(source, name) {
  /** @type {Record<string, string | string[]>} */
  const texts = {};
  let header = '';
  /** @type {{ line: number, key: string | null, plural_key: string | null, forms: string[] } | null} */
  let entry = null;
  /** @type {(text: string) => void} */
  let extend = () => {};
  let number = 0;
  const problem = (/** @type {string} */ text) => new Error(`${name}:${number}: ${text}`);

  const finish = () => {
    if (!entry) return;
    const { line, key, plural_key, forms } = entry;
    const at = (/** @type {string} */ text) => new Error(`${name}:${line}: ${text}`);
    if (key === null) throw at('an entry without msgid');
    if (forms.length === 0) throw at(`"${key}" has no msgstr`);
    if (key === '') {
      header = forms[0];
    } else {
      if (!/^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(key)) throw at(`"${key}" is not a key (area.name, lower case)`);
      if (key in texts) throw at(`"${key}" stands here a second time`);
      if (forms.some((form) => form === undefined || form === '')) throw at(`"${key}" is not translated`);
      texts[key] = plural_key === null ? forms[0] : forms;
    }
    entry = null;
  };

  for (const raw of source.split(/\r?\n/)) {
    number += 1;
    const line = raw.trim();
    if (line === '') {
      finish();
      continue;
    }
    if (line.startsWith('#')) {
      if (line.startsWith('#,') && line.includes('fuzzy')) throw problem('a fuzzy entry: check the translation and remove the mark');
      if (line.startsWith('#~')) throw problem('an obsolete entry: remove it');
      continue;
    }
    const match = /^(msgid|msgid_plural|msgstr|msgstr\[(\d)\])\s+(".*)$/.exec(line);
    if (match) {
      const [, keyword, index, quoted] = match;
      const text = unquote(quoted, problem);
      if (keyword === 'msgid') {
        finish();
        const started = { line: number, key: /** @type {string | null} */ (text), plural_key: /** @type {string | null} */ (null), forms: /** @type {string[]} */ ([]) };
        entry = started;
        extend = (more) => { started.key += more; };
        continue;
      }
      if (!entry) throw problem(`${keyword} without a msgid before it`);
      const current = entry;
      if (keyword === 'msgid_plural') {
        current.plural_key = text;
        extend = (more) => { current.plural_key += more; };
      } else {
        const form = index === undefined ? 0 : Number(index);
        if ((index !== undefined) !== (current.plural_key !== null)) throw problem('msgstr[n] belongs to msgid_plural, and msgstr to msgid alone');
        if (form !== current.forms.length) throw problem(`expected form ${current.forms.length}`);
        current.forms.push(text);
        extend = (more) => { current.forms[form] += more; };
      }
    } else if (line.startsWith('"')) {
      if (!entry) throw problem('a text that belongs to nothing');
      extend(unquote(line, problem));
    } else {
      throw problem(`not understood: ${line}`);
    }
  }
  number += 1;
  finish();

  const language = /^Language: *([a-zA-Z_-]+)$/m.exec(header)?.[1];
  if (!language) throw new Error(`${name}: the header names no Language`);
  const plural_count = Number(/^Plural-Forms: *nplurals=(\d)/m.exec(header)?.[1] ?? NaN);
  if (!(plural_count >= 1)) throw new Error(`${name}: the header has no Plural-Forms`);
  for (const [key, text] of Object.entries(texts)) {
    if (Array.isArray(text) && text.length !== plural_count) {
      throw new Error(`${name}: "${key}" has ${text.length} plural forms, the language has ${plural_count}`);
    }
  }
  return { language, plural_count, texts };
}
