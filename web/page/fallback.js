// @ts-check
// Plain HTML pages for when the application cannot run or has stopped: what is wrong, what to do, and that nothing is lost.

import { copy_text } from './clipboard.js';
import { fill_in } from './words.js';

/**
 * @typedef {import('./words.js').Words} Words
 * @typedef {import('./words.js').ProblemKey} ProblemKey
 * @typedef {{label: string, act: (button: HTMLButtonElement) => void}} Action
 * @typedef {{key: string, detail?: string, values?: Record<string, string>, actions: Action[]}} Problem
 */

/**
 * What the icon's colour says: nothing is broken, something must be done (all others), something broke.
 * @type {Partial<Record<ProblemKey, string>>}
 */
const tones = { open_elsewhere: 'calm', put_aside: 'calm', worker_crashed: 'danger', corrupt_database: 'danger', key_lost: 'danger', storage_failed: 'danger' };

/** @param {string} key @param {Words} words @returns {key is ProblemKey} */
function is_known(key, words) {
  return Object.hasOwn(words.problems, key);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} class_name
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, class_name, ...children) {
  const element = document.createElement(tag);
  if (class_name) element.className = class_name;
  element.append(...children);
  return element;
}

/** What the texts may mention about this page's address. */
function address_values() {
  const { origin, host, hostname, pathname, protocol } = window.location;
  const port = window.location.port || (protocol === 'https:' ? '443' : '80');
  return {
    origin,
    https: `https://${host}${pathname}`,
    localhost: `http://localhost:${port}${pathname}`,
    tunnel: `ssh -L ${port}:localhost:${port} ${hostname}`,
  };
}

/**
 * A step's text: code between backticks, the two addresses as links.
 * @param {string} text @param {Record<string, string>} more
 */
function step_content(text, more) {
  const values = { ...address_values(), ...more };
  return text.split(/(`[^`]*`|\{https\}|\{localhost\})/).map((part) => {
    if (part.startsWith('`')) return make('code', '', fill_in(part.slice(1, -1), values));
    if (part === '{https}' || part === '{localhost}') {
      const link = make('a', '', fill_in(part, values));
      link.href = fill_in(part, values);
      return link;
    }
    return fill_in(part, values);
  });
}

/** Facts that whoever helps will ask for. */
function surroundings() {
  const build = /\/app\/([^/]+)\//.exec(import.meta.url)?.[1] ?? '?';
  return [`build ${build}`, window.location.href, navigator.userAgent, new Date().toISOString()].join('\n');
}

/** @param {string} detail @param {Words} words */
function details_part(detail, words) {
  const text = `${detail}\n\n${surroundings()}`;
  const copy = make('button', 'button_plain', words.copy_details);
  copy.type = 'button';
  const answer = make('p', 'problem_answer');
  answer.setAttribute('role', 'status');
  copy.addEventListener('click', async () => {
    answer.textContent = (await copy_text(text)) ? words.copied : words.copy_failed;
  });
  const block = make('pre', 'problem_detail', text);
  block.tabIndex = 0;
  return make('details', 'problem_details', make('summary', '', words.details), block, make('div', 'problem_copy', copy, answer));
}

/**
 * Shows the page for a problem in place of the application.
 * @param {HTMLElement} place
 * @param {Problem} problem
 * @param {Words} words
 */
export function show_problem(place, { key, detail = '', values = {}, actions }, words) {
  const known = is_known(key, words) ? key : 'worker_crashed';
  const full_detail = known === key ? detail : `${key}: ${detail}`;
  const { title, text, steps, safe = words.safe } = words.problems[known];

  const heading = make('h1', 'problem_title', title);
  heading.tabIndex = -1;
  const icon = make('span', `problem_icon ${tones[known] ?? 'attention'}`);
  icon.setAttribute('aria-hidden', 'true');
  const content = make(
    'main', 'problem_card', make('div', 'problem_head', icon, heading),
    make('p', 'problem_text', ...step_content(text.replace('{origin}', '`{origin}`'), values)),
  );
  if (steps.length > 0) {
    const list = steps.length > 1 ? make('ol', '') : make('ul', '');
    list.append(...steps.map((step) => make('li', '', ...step_content(step, values))));
    content.append(make('h2', 'problem_subtitle', words.what_to_do), list);
  }
  content.append(make('p', 'problem_safe', safe));
  const buttons = actions.map(({ label, act }, index) => {
    const button = make('button', index === 0 ? 'button_primary' : 'button_secondary', label);
    button.type = 'button';
    button.addEventListener('click', () => act(button));
    return button;
  });
  if (buttons.length > 0) content.append(make('div', 'problem_actions', ...buttons));
  const answer = make('p', 'problem_answer');
  answer.setAttribute('role', 'status');
  answer.dataset.of = 'actions';
  content.append(answer);
  if (full_detail) content.append(details_part(full_detail, words));

  show_card(place, title, content);
  heading.focus({ preventScroll: true });
}

/** Shows a card in place of the application. @param {HTMLElement} place @param {string} title @param {HTMLElement} content */
export function show_card(place, title, content) {
  const brand = document.querySelector('.brand')?.cloneNode(true);
  place.replaceChildren(...(brand ? [brand] : []), content);
  place.hidden = false;
  document.title = `${title} · Countersign`;
}

/** What came of an action of the page. @param {HTMLElement} place @param {string} text */
export function answer_problem(place, text) {
  const answer = place.querySelector('[data-of="actions"]');
  if (answer) answer.textContent = text;
}

/** @param {HTMLElement} place */
export function hide_problem(place) {
  place.hidden = true;
  place.replaceChildren();
}
