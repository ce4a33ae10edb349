// @ts-check
// Which HTML element stands for which role, and how the fields of a node become its attributes.

import { set_up_chooser } from './file_chooser.js';

/**
 * @typedef {import('./messages.d.ts').SemanticNode} SemanticNode
 * @typedef {import('./messages.d.ts').NodeChange} NodeChange
 * @typedef {import('./messages.d.ts').Role} Role
 */

/**
 * `aria`: an explicit role, also where the element has it by nature but loses it with the layout we give it (tables, lists).
 * `named_by`: what the accessible name is made of. `also_label`: ARIA gives the role no name from its content.
 * @typedef {{tag: string, aria?: string, type?: string, named_by: 'content' | 'label' | 'nothing', acts?: boolean, also_label?: boolean}} Kind
 */

/** @type {Record<Role, Kind>} */
const kinds = {
  screen: { tag: 'main', named_by: 'label' },
  heading: { tag: 'h2', named_by: 'content' },
  text: { tag: 'p', named_by: 'content' },
  button: { tag: 'button', type: 'button', named_by: 'content', acts: true },
  link: { tag: 'a', named_by: 'content', acts: true },
  checkbox: { tag: 'input', type: 'checkbox', named_by: 'label', acts: true },
  radio: { tag: 'input', type: 'radio', named_by: 'label', acts: true },
  radiogroup: { tag: 'div', aria: 'radiogroup', named_by: 'label' },
  switch: { tag: 'input', type: 'checkbox', aria: 'switch', named_by: 'label', acts: true },
  textbox: { tag: 'input', named_by: 'label' },
  combobox: { tag: 'select', named_by: 'label' },
  form: { tag: 'form', named_by: 'label' },
  list: { tag: 'ul', aria: 'list', named_by: 'label' },
  listitem: { tag: 'li', aria: 'listitem', named_by: 'content', also_label: true },
  table: { tag: 'table', aria: 'table', named_by: 'label' },
  row: { tag: 'tr', aria: 'row', named_by: 'content' },
  columnheader: { tag: 'th', aria: 'columnheader', named_by: 'content' },
  cell: { tag: 'td', aria: 'cell', named_by: 'content' },
  navigation: { tag: 'nav', named_by: 'label' },
  banner: { tag: 'header', aria: 'banner', named_by: 'label' },
  region: { tag: 'section', aria: 'region', named_by: 'label' },
  dialog: { tag: 'div', aria: 'dialog', named_by: 'label' },
  status: { tag: 'div', aria: 'status', named_by: 'content' },
  alert: { tag: 'div', aria: 'alert', named_by: 'content' },
  image: { tag: 'div', aria: 'img', named_by: 'label' },
  progressbar: { tag: 'div', aria: 'progressbar', named_by: 'label' },
  tablist: { tag: 'div', aria: 'tablist', named_by: 'label' },
  tab: { tag: 'button', type: 'button', aria: 'tab', named_by: 'content', acts: true },
  signature: { tag: 'div', aria: 'img', named_by: 'label' },
  group: { tag: 'div', aria: 'group', named_by: 'label' },
  toolbar: { tag: 'div', aria: 'toolbar', named_by: 'label' },
  separator: { tag: 'hr', named_by: 'nothing' },
  file: { tag: 'input', type: 'file', named_by: 'label' },
};

/** A role this page does not know yet is still read aloud. */
const unknown_kind = kinds.group;

/** @param {SemanticNode} node */
export function kind_of(node) {
  return kinds[node.role] ?? unknown_kind;
}

/** @param {SemanticNode} node */
function tag_of(node) {
  if (node.role === 'heading') return `h${Math.min(6, Math.max(1, node.level ?? 2))}`;
  if (node.role === 'textbox' && node.input?.multiline) return 'textarea';
  return kind_of(node).tag;
}

/**
 * Whether the element made for `before` can stand for `after`.
 * @param {SemanticNode} before
 * @param {SemanticNode} after
 */
export function same_element(before, after) {
  return before.role === after.role && tag_of(before) === tag_of(after);
}

/** What takes real taps: it is edited, or opens a chooser of the browser's. @param {SemanticNode} node */
export function is_field(node) {
  return node.role === 'textbox' || node.role === 'combobox' || node.role === 'file';
}

/** @param {SemanticNode} node */
export function create_element(node) {
  const kind = kind_of(node);
  const element = document.createElement(tag_of(node));
  if (kind.aria) element.setAttribute('role', kind.aria);
  if (kind.type) element.setAttribute('type', kind.type);
  if (node.role === 'file') element.className = 'field file_chooser';
  else if (is_field(node)) element.className = 'field';
  else if (element.tagName === 'INPUT') element.className = 'control';
  if (node.role === 'file') set_up_chooser(element, node);
  if (node.role === 'columnheader') element.setAttribute('scope', 'col');
  if (element instanceof HTMLFormElement) {
    element.noValidate = true;
    element.method = 'post';
    // Without a submit button Enter does not submit a form of two fields.
    const submit = document.createElement('button');
    submit.type = 'submit';
    submit.hidden = true;
    element.append(submit);
  }
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
function attribute(element, name, value) {
  if (value === undefined || value === null || value === '') element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/** @type {(keyof SemanticNode)[]} */
const naming_fields = ['name', 'value', 'description', 'error'];

/**
 * Name, value and description, in the form the role wants.
 * @param {HTMLElement} element
 * @param {SemanticNode} node
 * @param {Text | null} text the element's own text, null when it has child nodes
 */
export function apply_name(element, node, text) {
  const kind = kind_of(node);
  const descriptions = [node.description, node.error];
  if (kind.named_by === 'content' && text) {
    const spoken = kind.acts ? [node.name] : [node.name, node.value];
    const content = spoken.filter(Boolean).join(' ');
    if (text.data !== content) text.data = content;
    attribute(element, 'aria-label', kind.also_label ? node.name : null);
  } else if (kind.named_by !== 'nothing') {
    attribute(element, 'aria-label', node.name);
  }
  if (node.role === 'progressbar') {
    const number = Number.parseFloat(node.value ?? '');
    attribute(element, 'aria-valuetext', node.value);
    attribute(element, 'aria-valuenow', Number.isNaN(number) ? null : number);
  } else if (!is_field(node) && (kind.acts || kind.named_by === 'label')) {
    descriptions.unshift(node.value);
  }
  attribute(element, 'aria-description', descriptions.filter(Boolean).join('. '));
}

/**
 * Disabled things keep their place in the tab order, so that a reader can reach them and hear why; the worker refuses the action.
 * @param {HTMLElement} element
 * @param {SemanticNode} node
 */
function apply_disabled(element, node) {
  const disabled = node.disabled === true;
  attribute(element, 'aria-disabled', disabled ? true : null);
  if (element instanceof HTMLSelectElement) element.disabled = disabled;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    element.readOnly = disabled || node.readonly === true;
  }
}

/**
 * @param {HTMLElement} element
 * @param {SemanticNode} node
 */
function apply_checked(element, node) {
  if (!(element instanceof HTMLInputElement)) return;
  element.checked = node.checked === true;
  element.indeterminate = node.checked === 'mixed';
}

/**
 * Fields that become one attribute each.
 * @type {Partial<Record<keyof SemanticNode, (element: HTMLElement, node: SemanticNode, base: string) => void>>}
 */
const appliers = {
  disabled: apply_disabled,
  readonly: apply_disabled,
  checked: apply_checked,
  selected: (element, node) => attribute(element, 'aria-selected', node.selected ?? (node.role === 'tab' ? false : null)),
  expanded: (element, node) => attribute(element, 'aria-expanded', node.expanded),
  pressed: (element, node) => attribute(element, 'aria-pressed', node.pressed),
  current: (element, node) => attribute(element, 'aria-current', node.current === false ? null : node.current),
  invalid: (element, node) => attribute(element, 'aria-invalid', node.invalid ? true : null),
  required: (element, node) => attribute(element, 'aria-required', node.required ? true : null),
  live: (element, node) => attribute(element, 'aria-live', node.live),
  href: (element, node, base) => {
    if (element.tagName === 'A') attribute(element, 'href', base + (node.href ?? '').replace(/^\//, ''));
  },
  group: (element, node) => {
    if (node.role === 'radio') attribute(element, 'name', `group_${node.group ?? 0}`);
  },
  set_size: (element, node) => attribute(element, 'aria-setsize', node.set_size),
  position: (element, node) => attribute(element, 'aria-posinset', node.position),
  row_count: (element, node) => attribute(element, 'aria-rowcount', node.row_count),
  row_index: (element, node) => attribute(element, 'aria-rowindex', node.row_index),
  col_index: (element, node) => attribute(element, 'aria-colindex', node.col_index),
  modal: (element, node) => {
    attribute(element, 'aria-modal', node.modal ? true : null);
    // Somewhere for the focus to go when nothing inside asks for it.
    if (node.modal) element.tabIndex = -1;
  },
};

/**
 * Fields that are looked at when the element is made, even when the node has none of them.
 * @type {Partial<Record<Role, (keyof SemanticNode)[]>>}
 */
const always = { tab: ['selected'], link: ['href'], radio: ['group', 'checked'], checkbox: ['checked'], switch: ['checked'] };

/**
 * @param {HTMLElement} element
 * @param {SemanticNode} node the node as it is now
 * @param {(keyof SemanticNode)[]} changed
 * @param {Text | null} text
 * @param {string} base
 */
export function apply_attributes(element, node, changed, text, base) {
  if (changed.some((field) => naming_fields.includes(field))) apply_name(element, node, text);
  for (const field of changed) appliers[field]?.(element, node, base);
}

/**
 * @param {HTMLElement} element
 * @param {SemanticNode} node
 * @param {Text | null} text
 * @param {string} base
 */
export function apply_all_attributes(element, node, text, base) {
  const fields = /** @type {(keyof SemanticNode)[]} */ (Object.keys(node));
  apply_attributes(element, node, ['name', ...new Set([...fields, ...(always[node.role] ?? [])])], text, base);
}
