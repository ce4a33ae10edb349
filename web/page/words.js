// @ts-check
// What the page itself says, before the worker runs or when it cannot: one small table per language, chosen as the person prefers.

import { languages } from './languages.js';
import { words as english } from './words_en.js';

/**
 * `{name}` in a text is filled in by the page; text between backticks is shown as code.
 * @typedef {{title: string, text: string, steps: string[], safe?: string}} ProblemWords
 * @typedef {'insecure_context' | 'no_opfs' | 'storage_blocked' | 'no_worker' | 'no_webgl' | 'newer_database' | 'corrupt_database'
 *   | 'key_lost' | 'put_aside' | 'storage_full' | 'storage_failed' | 'open_elsewhere' | 'worker_crashed' | 'not_loaded'} ProblemKey
 * @typedef {'program' | 'database' | 'rebuild'} Phase
 * @typedef {{
 *   title: string, text: string, label: string, open: string, opening: string, missing: string, wrong: string, wait: string, again: string,
 *   forgotten: string, forgotten_text: string, unsent: string, unsent_none: string, unsent_unknown: string,
 *   erase: string, erase_sure: string, keep: string }} PinWords
 * @typedef {{
 *   starting: string, phases: Record<Phase, string>, count: string,
 *   what_to_do: string, safe: string, details: string, copy_details: string, copied: string, copy_failed: string,
 *   reload: string, retry: string, keep_working: string, use_here: string, moving: string,
 *   save_file: string, saved: string, start_anew: string, go_on: string, rescue_failed: string,
 *   pin: PinWords, problems: Record<ProblemKey, ProblemWords> }} Words
 */

/**
 * @param {string} language
 * @returns {Promise<Words>}
 */
export async function load_words(language) {
  if (language === 'en' || !languages.includes(language)) return english;
  try {
    /** @type {{words: Words}} */
    const module = await import(`./words_${language}.js`);
    return module.words;
  } catch (error) {
    console.warn(`words: no ${language}, English instead`, error);
    return english;
  }
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill_in(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
