// @ts-check
// The real fields over the canvas: while one is focused it is the source of truth, and the worker's echo of what was typed must never
// overwrite what was typed since.
//
// Example: the person types "a", "ab"; the worker, having seen only "a", sends the value "a". Every tree says how many of the page's
// messages it knows (`after`): this one is older than the message with "ab", so it is not applied. When the worker empties the field after
// a submit, its tree is newer than all that was typed, and is applied.

/**
 * @typedef {import('./messages.d.ts').SemanticNode} SemanticNode
 * @typedef {import('./messages.d.ts').FieldHints} FieldHints
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field
 * @typedef {{composing: boolean, sent_number: number, echoes: {text: string, time: number}[]}} Editing
 */

/** A widget may show what was typed one frame late: such an echo of one of the last texts is no change either. */
const echo_milliseconds = 300;

/** @type {WeakMap<Field, Editing>} */
const editing = new WeakMap();

/** @param {Field} field */
function editing_of(field) {
  let state = editing.get(field);
  if (!state) {
    state = { composing: false, sent_number: 0, echoes: [] };
    editing.set(field, state);
  }
  return state;
}

/**
 * @param {EventTarget | null} element
 * @returns {element is Field}
 */
export function is_field_element(element) {
  return (
    element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && element.classList.contains('field'))
  );
}

/**
 * @param {EventTarget | null} element
 * @returns {element is HTMLInputElement | HTMLTextAreaElement}
 */
export function is_text_field(element) {
  return is_field_element(element) && !(element instanceof HTMLSelectElement);
}

/**
 * What was typed has gone to the worker.
 * @param {Field} field
 * @param {number} message_number
 */
export function value_sent(field, message_number) {
  const state = editing_of(field);
  const now = performance.now();
  state.sent_number = message_number;
  state.echoes = state.echoes.filter((echo) => now - echo.time < echo_milliseconds);
  state.echoes.push({ text: field.value, time: now });
}

/**
 * The person has acted (submitted, pressed a key): whatever value comes now is meant.
 * @param {EventTarget | null} field
 */
export function forget_echoes(field) {
  if (is_field_element(field)) editing_of(field).echoes = [];
}

/**
 * @param {Field} field
 * @param {string} value
 */
function put_value(field, value) {
  if (field.value === value) return;
  const at_end = field instanceof HTMLSelectElement || field.selectionEnd === null || field.selectionEnd >= field.value.length;
  const caret = field instanceof HTMLSelectElement ? null : field.selectionEnd;
  field.value = value;
  // Setting a value throws the caret to the end; a normalised value should not move it.
  if (!(field instanceof HTMLSelectElement) && document.activeElement === field && !at_end && caret !== null) {
    field.setSelectionRange(caret, caret);
  }
}

/**
 * The worker says what the field's value is.
 * @param {Field} field
 * @param {string} value
 * @param {number} after how many of the page's messages the worker knew
 */
export function apply_value(field, value, after) {
  const state = editing_of(field);
  if (document.activeElement === field) {
    if (after < state.sent_number) return;
    // The composition's last text goes to the worker when it ends, and counts.
    if (state.composing) return;
    const now = performance.now();
    const echoed = state.echoes.slice(0, -1).some((echo) => echo.text === value && now - echo.time < echo_milliseconds);
    if (echoed) return;
  }
  put_value(field, value);
}

/**
 * @param {Field} field
 * @param {boolean} composing
 */
export function set_composing(field, composing) {
  editing_of(field).composing = composing;
}

/**
 * Keeps the <option> elements in step, touching only those that differ: an open picker stays open.
 * @param {HTMLSelectElement} select
 * @param {{value: string, text: string}[]} options
 */
export function apply_options(select, options) {
  options.forEach((option, index) => {
    let element = select.options[index];
    if (!element) {
      element = document.createElement('option');
      select.append(element);
    }
    if (element.value !== option.value || !element.hasAttribute('value')) element.value = option.value;
    if (element.text !== option.text) element.text = option.text;
  });
  while (select.options.length > options.length) select.remove(select.options.length - 1);
}

/**
 * The pitch of the lines that belongs to a size of the type scale.
 * @param {number} font_size
 */
function line_height_of(font_size) {
  if (font_size <= 12) return 16;
  if (font_size <= 14) return 20;
  return Math.round(font_size * 0.35) * 4;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | number | undefined} value
 */
function hint(element, name, value) {
  if (value === undefined || value === '') element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/** What is no sentence: no capital at its start, no spell check. */
const secret_autocomplete = /^(username|current-password|new-password|one-time-code|email)$/;

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {FieldHints} hints
 * @param {number} id
 */
export function apply_hints(field, hints, id) {
  if (field instanceof HTMLInputElement) {
    const type = hints.type || 'text';
    if (field.getAttribute('type') !== type) field.type = type;
  }
  const literal = secret_autocomplete.test(hints.autocomplete ?? '') || hints.type === 'password';
  hint(field, 'autocomplete', hints.autocomplete ?? 'off');
  // Password managers look at names.
  hint(field, 'name', hints.autocomplete && hints.autocomplete !== 'off' ? hints.autocomplete : `field_${id}`);
  hint(field, 'inputmode', hints.inputmode);
  hint(field, 'enterkeyhint', hints.enterkeyhint);
  hint(field, 'maxlength', hints.maxlength || undefined);
  hint(field, 'placeholder', hints.placeholder);
  hint(field, 'lang', hints.lang);
  hint(field, 'autocapitalize', literal ? 'none' : undefined);
  hint(field, 'spellcheck', literal ? 'false' : undefined);
  const [left, top, right, bottom] = hints.pad ?? [0, 0, 0, 0];
  const font_size = hints.font_size ?? 14;
  const { style } = field;
  style.fontSize = `${font_size}px`;
  style.fontWeight = String(hints.weight ?? 400);
  style.lineHeight = `${line_height_of(font_size)}px`;
  style.padding = `${top}px ${right}px ${bottom}px ${left}px`;
}
