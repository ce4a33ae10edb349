// @ts-check
// The page that asks for the PIN before the records are opened: plain HTML in the look of the other plain pages, because nothing that would
// draw it may run yet.

import { make, show_card } from './fallback.js';
import { fill_in } from './words.js';

/**
 * @typedef {import('./messages.d.ts').PinQuestion} PinQuestion
 * @typedef {import('./words.js').PinWords} PinWords
 * @typedef {{t: 'pin', pin: string} | {t: 'start_anew'}} PinMessage
 */

/** The countdown of the page before must not write into the next one. @type {ReturnType<typeof setInterval> | undefined} */
let countdown;

/** @param {number} milliseconds */
function minutes_and_seconds(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** @param {string} text */
function alert_of(text) {
  const element = make('p', 'pin_problem', text);
  element.id = 'pin_problem';
  element.setAttribute('role', 'alert');
  return element;
}

/** Digits only on a phone's keyboard, never kept by the browser. */
function make_field() {
  const field = make('input', 'pin_field');
  field.id = 'pin';
  field.type = 'password';
  field.inputMode = 'numeric';
  field.autocomplete = 'off';
  field.required = true;
  field.setAttribute('enterkeyhint', 'go');
  return field;
}

/**
 * Counts the wait down beside the button, which does nothing meanwhile.
 * @param {{button: HTMLButtonElement, status: HTMLElement, wait: number, words: PinWords}} parts
 */
function count_down({ button, status, wait, words }) {
  const end = performance.now() + wait;
  button.setAttribute('aria-disabled', 'true');
  const tell = () => {
    const left = end - performance.now();
    if (left > 0) {
      status.textContent = fill_in(words.wait, { time: minutes_and_seconds(left) });
      return;
    }
    clearInterval(countdown);
    button.removeAttribute('aria-disabled');
    // Only now is it read aloud: not every second.
    status.setAttribute('role', 'status');
    status.textContent = words.again;
  };
  countdown = setInterval(tell, 250);
  tell();
}

/** @param {number | null} unsent @param {PinWords} words */
function what_would_be_lost(unsent, words) {
  if (unsent === null) return words.unsent_unknown;
  return unsent === 0 ? words.unsent_none : fill_in(words.unsent, { count: unsent });
}

/** Erasing is asked twice. @param {PinQuestion} question @param {PinWords} words @param {() => void} start_anew */
function forgotten_part({ unsent }, words, start_anew) {
  const erase = make('button', 'button_secondary', words.erase);
  const sure = make('button', 'button_danger', words.erase_sure);
  const keep = make('button', 'button_secondary', words.keep);
  for (const button of [erase, sure, keep]) button.type = 'button';
  const first = make('div', 'pin_actions', erase);
  const second = make('div', 'pin_actions', sure, keep);
  second.hidden = true;
  const ask = (/** @type {boolean} */ asked) => {
    first.hidden = asked;
    second.hidden = !asked;
    (asked ? keep : erase).focus();
  };
  erase.addEventListener('click', () => ask(true));
  keep.addEventListener('click', () => ask(false));
  sure.addEventListener('click', start_anew);
  return make(
    'section', 'pin_forgotten', make('h2', 'problem_subtitle', words.forgotten), make('p', 'pin_text', words.forgotten_text),
    make('p', 'pin_lost', what_would_be_lost(unsent, words)), first, second,
  );
}

/**
 * Shows the page, again after each wrong PIN.
 * @param {HTMLElement} place
 * @param {PinQuestion} question
 * @param {PinWords} words
 * @param {(message: PinMessage) => void} send
 */
export function show_pin(place, question, words, send) {
  clearInterval(countdown);
  const icon = make('span', 'problem_icon lock');
  icon.setAttribute('aria-hidden', 'true');
  const label = make('label', 'pin_label', words.label);
  const field = make_field();
  label.htmlFor = field.id;
  const problem = alert_of(question.wrong ? words.wrong : '');
  field.setAttribute('aria-describedby', problem.id);
  field.setAttribute('aria-invalid', String(question.wrong));
  const button = make('button', 'button_primary', words.open);
  button.type = 'submit';
  const status = make('p', 'pin_status');
  const form = make('form', 'pin_form', label, field, problem, status, make('div', 'pin_actions', button));
  form.noValidate = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled')) return;
    if (field.value === '') {
      problem.textContent = words.missing;
      field.setAttribute('aria-invalid', 'true');
      field.focus();
      return;
    }
    button.setAttribute('aria-disabled', 'true');
    button.textContent = words.opening;
    send({ t: 'pin', pin: field.value });
  });
  const content = make(
    'main', 'problem_card pin_card', make('div', 'problem_head', icon, make('h1', 'problem_title', words.title)),
    make('p', 'problem_text', words.text), form,
  );
  if (question.may_start_anew) content.append(forgotten_part(question, words, () => send({ t: 'start_anew' })));
  show_card(place, words.title, content);
  if (question.wait_milliseconds > 0) count_down({ button, status, wait: question.wait_milliseconds, words });
  field.focus({ preventScroll: true });
}
