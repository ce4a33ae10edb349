// @ts-check
// The accessible mirror: a tree of real, invisible HTML elements over the canvas, kept in step with what the worker draws.
//
// Elements are `position: fixed`, so that canvas coordinates are theirs whatever they are nested in. Only differences arrive; each
// operation touches one element. Events on elements go back to the worker as messages with the node's id.

import { find_chooser, take_chosen } from './file_chooser.js';
import { apply_all_attributes, apply_attributes, apply_name, create_element, is_field, kind_of, same_element } from './mirror_elements.js';
import {
  apply_hints, apply_options, apply_value, forget_echoes, is_field_element, is_text_field, set_composing, value_sent,
} from './text_overlay.js';

/**
 * @typedef {import('./messages.d.ts').SemanticNode} SemanticNode
 * @typedef {import('./messages.d.ts').NodeChange} NodeChange
 * @typedef {import('./messages.d.ts').TreeMessage} TreeMessage
 * @typedef {import('./messages.d.ts').TreeOperation} TreeOperation
 * @typedef {import('./messages.d.ts').PageMessage} PageMessage
 * @typedef {{id: number, node: SemanticNode, element: HTMLElement, text: Text | null}} Entry
 *   text: the element's own text; null while it has children or is named by a label
 */

export class Mirror {
  #root;
  #send;
  #base;
  /** @type {Map<number, Entry>} */
  #entries = new Map();
  /** @type {WeakMap<Element, Entry>} */
  #by_element = new WeakMap();
  /** @type {Set<number>} */
  #modal_ids = new Set();
  /** @type {Element[]} */
  #inert = [];
  /** True while we change the tree or move the focus ourselves: events from that are no wish of the person's. */
  #busy = false;
  /** A focus that was asked for before its element arrived. */
  #awaited_focus = 0;
  /** What the worker believes to be focused. */
  #reported_focus = 0;
  #structure_changed = false;

  /**
   * @param {HTMLElement} root
   * @param {(message: PageMessage) => number} send gives the number of the message
   * @param {string} base
   */
  constructor(root, send, base) {
    this.#root = root;
    this.#send = send;
    this.#base = base;
    root.addEventListener('click', (event) => this.#clicked(event));
    root.addEventListener('focusin', (event) => this.#focused(event));
    root.addEventListener('focusout', (event) => this.#blurred(event));
    root.addEventListener('input', (event) => this.#typed(event));
    root.addEventListener('change', (event) => this.#typed(event));
    root.addEventListener('compositionstart', (event) => this.#composing(event, true));
    root.addEventListener('compositionend', (event) => this.#composing(event, false));
    root.addEventListener('submit', (event) => this.#submitted(event));
  }

  /** @param {TreeMessage} message */
  apply({ ops, after = Number.MAX_SAFE_INTEGER }) {
    const active = document.activeElement;
    const active_id = active ? (this.#by_element.get(active)?.id ?? 0) : 0;
    this.#busy = true;
    try {
      for (const operation of ops) this.#apply_one(operation, after);
      if (this.#structure_changed) this.#update_inert();
      this.#structure_changed = false;
      this.#keep_focus(active_id);
    } finally {
      this.#busy = false;
    }
    const awaited = this.#entries.get(this.#awaited_focus);
    if (awaited) this.focus(awaited.id);
  }

  /**
   * Puts the focus where the worker wants it; the worker is not told again.
   * @param {number} id
   */
  focus(id) {
    const entry = this.#entries.get(id);
    this.#awaited_focus = entry ? 0 : id;
    if (!entry) return;
    const { element } = entry;
    this.#reported_focus = id;
    if (document.activeElement === element) return;
    if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.tabIndex = -1;
    this.#busy = true;
    element.focus({ preventScroll: true });
    this.#busy = false;
  }

  /** @param {TreeOperation} operation @param {number} after */
  #apply_one(operation, after) {
    switch (operation.o) {
      case 'add':
        return this.#add(operation.id, operation.n, operation.parent, operation.before, after);
      case 'set':
        return this.#change(operation.id, operation.n, after);
      case 'move':
        return this.#move(operation.id, operation.parent, operation.before);
      case 'del':
        return this.#remove(operation.id);
    }
  }

  /** @param {number} id @param {SemanticNode} node @param {number} parent @param {number} before @param {number} after */
  #add(id, node, parent, before, after) {
    if (this.#entries.has(id)) this.#remove(id);
    const entry = this.#make(id, node, after);
    this.#entries.set(id, entry);
    this.#place(entry, parent, before);
    this.#structure_changed = true;
  }

  /** @param {number} id @param {SemanticNode} node @param {number} after @returns {Entry} */
  #make(id, node, after) {
    const element = create_element(node);
    const text = kind_of(node).named_by === 'content' ? document.createTextNode('') : null;
    if (text) element.append(text);
    const entry = { id, node, element, text };
    this.#by_element.set(element, entry);
    if (node.modal) this.#modal_ids.add(id);
    apply_all_attributes(element, node, text, this.#base);
    this.#apply_field(entry, ['input', 'options', 'value'], after);
    this.#apply_rectangle(entry);
    return entry;
  }

  /** @param {number} id @param {NodeChange} change @param {number} after */
  #change(id, change, after) {
    const entry = this.#entries.get(id);
    if (!entry) return this.#missing('set', id);
    const before = entry.node;
    /** @type {Record<string, unknown>} */
    const node = { ...before };
    for (const [field, value] of Object.entries(change)) {
      if (value === null) delete node[field];
      else node[field] = value;
    }
    entry.node = /** @type {SemanticNode} */ (/** @type {unknown} */ (node));
    if (!same_element(before, entry.node)) return this.#replace(entry, after);
    const changed = /** @type {(keyof SemanticNode)[]} */ (Object.keys(change));
    if (changed.includes('rect') || changed.includes('clip')) this.#apply_rectangle(entry);
    if (changed.length === 1 && changed[0] === 'rect') return;
    if (changed.includes('modal')) {
      if (entry.node.modal) this.#modal_ids.add(id);
      else this.#modal_ids.delete(id);
      this.#structure_changed = true;
    }
    apply_attributes(entry.element, entry.node, changed, entry.text, this.#base);
    this.#apply_field(entry, changed, after);
  }

  /**
   * The node has become something another element stands for: a new one takes its place and its children.
   * @param {Entry} entry @param {number} after
   */
  #replace(entry, after) {
    const old = entry.element;
    const focused = document.activeElement === old;
    const children = [...old.children].filter((child) => this.#by_element.has(child));
    const made = this.#make(entry.id, entry.node, after);
    this.#entries.set(entry.id, made);
    if (children.length > 0) this.#drop_text(made);
    made.element.append(...children);
    old.replaceWith(made.element);
    if (focused) made.element.focus({ preventScroll: true });
    this.#structure_changed = true;
  }

  /** @param {number} id @param {number} parent @param {number} before */
  #move(id, parent, before) {
    const entry = this.#entries.get(id);
    if (!entry) return this.#missing('move', id);
    const old_parent = this.#by_element.get(/** @type {Element} */ (entry.element.parentElement));
    this.#place(entry, parent, before);
    if (old_parent) this.#restore_text(old_parent);
    this.#structure_changed = true;
  }

  /** @param {number} id */
  #remove(id) {
    const entry = this.#entries.get(id);
    if (!entry) return this.#missing('del', id);
    const parent = entry.element.parentElement;
    for (const element of [entry.element, ...entry.element.querySelectorAll('*')]) {
      const gone = this.#by_element.get(element);
      if (!gone) continue;
      this.#entries.delete(gone.id);
      this.#modal_ids.delete(gone.id);
      if (this.#reported_focus === gone.id) this.#reported_focus = 0;
    }
    entry.element.remove();
    const parent_entry = parent && this.#by_element.get(parent);
    if (parent_entry) this.#restore_text(parent_entry);
    this.#structure_changed = true;
  }

  /** @param {Entry} entry @param {number} parent @param {number} before */
  #place(entry, parent, before) {
    const parent_entry = this.#entries.get(parent);
    const container = parent_entry?.element ?? this.#root;
    if (parent_entry) this.#drop_text(parent_entry);
    const sibling = this.#entries.get(before)?.element ?? null;
    const reference = sibling?.parentElement === container ? sibling : null;
    const { element } = entry;
    // moveBefore keeps focus, selection and an open picker; Chromium has it from 133, Firefox from 144.
    if (element.isConnected && 'moveBefore' in container) {
      /** @type {{moveBefore(node: Node, before: Node | null): void}} */ (container).moveBefore(element, reference);
    } else {
      container.insertBefore(element, reference);
    }
  }

  /**
   * An element with children is named by a label, so that its own text is not read beside theirs.
   * @param {Entry} entry
   */
  #drop_text(entry) {
    if (!entry.text) return;
    entry.text.remove();
    entry.text = null;
    apply_name(entry.element, entry.node, null);
  }

  /** @param {Entry} entry */
  #restore_text(entry) {
    if (entry.text || entry.element.childElementCount > 0 || kind_of(entry.node).named_by !== 'content') return;
    entry.text = document.createTextNode('');
    entry.element.append(entry.text);
    apply_name(entry.element, entry.node, entry.text);
  }

  /** @param {Entry} entry @param {(keyof SemanticNode)[]} changed @param {number} after */
  #apply_field({ id, node, element }, changed, after) {
    // A file chooser has no value of ours.
    if (node.role === 'file' || !is_field_element(element) || !is_field(node)) return;
    if (element instanceof HTMLSelectElement) {
      if (changed.includes('options')) apply_options(element, node.options ?? []);
      // New options reset what is chosen.
      if (changed.includes('options') || changed.includes('value')) apply_value(element, node.value ?? '', after);
      return;
    }
    if (changed.includes('input')) apply_hints(element, node.input ?? {}, id);
    if (changed.includes('value')) apply_value(element, node.value ?? '', after);
  }

  /** @param {Entry} entry */
  #apply_rectangle({ node, element }) {
    const [x, y, width, height] = node.rect ?? [0, 0, 0, 0];
    const { style } = element;
    style.left = `${x}px`;
    style.top = `${y}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    // Only fields can be hit or seen, so only they are cut; for others the visible part is noted for those who want to aim at it.
    const { clip } = node;
    if (clip) {
      element.dataset.clip = clip.join(' ');
      const [left, top, visible_width, visible_height] = clip;
      style.clipPath = is_field(node)
        ? `inset(${top - y}px ${x + width - left - visible_width}px ${y + height - top - visible_height}px ${left - x}px)`
        : '';
    } else if (element.dataset.clip) {
      delete element.dataset.clip;
      style.clipPath = '';
    }
  }

  /** Everything but the topmost modal's subtree is inert. */
  #update_inert() {
    /** @type {Element | null} */
    let modal = null;
    for (const id of this.#modal_ids) {
      const element = this.#entries.get(id)?.element;
      if (element && (!modal || modal.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) modal = element;
    }
    /** @type {Element[]} */
    const inert = [];
    for (let element = modal; element && element !== this.#root; element = element.parentElement) {
      for (const sibling of element.parentElement?.children ?? []) {
        if (sibling !== element && this.#by_element.has(sibling)) inert.push(sibling);
      }
    }
    for (const element of this.#inert) if (!inert.includes(element)) element.removeAttribute('inert');
    for (const element of inert) element.setAttribute('inert', '');
    this.#inert = inert;
    const active = document.activeElement;
    if (modal instanceof HTMLElement && active !== document.body && !modal.contains(active)) modal.focus({ preventScroll: true });
  }

  /**
   * A browser without moveBefore drops the focus when a focused element moves.
   * @param {number} active_id
   */
  #keep_focus(active_id) {
    const entry = this.#entries.get(active_id);
    if (entry && document.activeElement === document.body && !entry.element.closest('[inert]')) entry.element.focus({ preventScroll: true });
  }

  /** @param {string} operation @param {number} id */
  #missing(operation, id) {
    console.warn(`mirror: ${operation} of unknown node ${id}`);
  }

  /** @param {EventTarget | null} target @returns {Entry | undefined} */
  #entry_at(target) {
    let element = target instanceof Element ? target : null;
    while (element && element !== this.#root) {
      const entry = this.#by_element.get(element);
      if (entry) return entry;
      element = element.parentElement;
    }
    return undefined;
  }

  /**
   * Enter and Space, arrows among radios, and the clicks of assistive technology; fingers and mice reach the canvas instead.
   * @param {MouseEvent} event
   */
  #clicked(event) {
    const acting = event.target instanceof Element ? event.target.closest('button, a, input.control') : null;
    const entry = this.#entry_at(acting ?? event.target);
    // A form's hidden submit button is clicked by Enter: the submit event follows.
    if (!entry || is_field(entry.node) || (acting instanceof HTMLButtonElement && acting.type === 'submit')) return;
    const changed_by_hand = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (entry.node.role === 'link' && changed_by_hand) return; // a new tab or window: the browser's
    // The worker decides what is checked; until it says so nothing changes.
    event.preventDefault();
    if (entry.node.disabled) return;
    forget_echoes(document.activeElement);
    this.#send({ t: 'activate', id: entry.id });
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const entry = this.#entry_at(event.target);
    if (this.#busy || !entry || entry.id === this.#reported_focus) return;
    this.#reported_focus = entry.id;
    this.#awaited_focus = 0;
    this.#send({ t: 'focus', id: entry.id, ring: entry.element.matches(':focus-visible') });
  }

  /** @param {FocusEvent} event */
  #blurred(event) {
    const entry = this.#entry_at(event.target);
    if (entry && is_field_element(entry.element)) set_composing(entry.element, false);
    // The whole window losing the focus is no change: it comes back to the same element.
    if (this.#busy || !entry || !document.hasFocus()) return;
    if (this.#reported_focus === entry.id) this.#reported_focus = 0;
    this.#send({ t: 'blur', id: entry.id });
  }

  /** @param {Event} event */
  #typed(event) {
    const field = event.target;
    const entry = this.#entry_at(field);
    if (this.#busy || !entry || !is_field_element(field)) return;
    if (entry.node.role === 'file') {
      if (event.type === 'change') this.#send({ t: 'files', id: entry.id, files: take_chosen(/** @type {HTMLInputElement} */ (field)) });
      return;
    }
    // 'change' repeats what 'input' said, except from some password managers.
    if (event.type === 'change' && field.value === (entry.node.value ?? '')) return;
    entry.node.value = field.value;
    value_sent(field, this.#send({ t: 'value', id: entry.id, text: field.value }));
  }

  /** @param {File[]} files @returns {boolean} whether files can be added on this screen */
  take_files(files) {
    const entry = find_chooser(this.#entries.values());
    if (entry && files.length > 0) this.#send({ t: 'files', id: entry.id, files });
    return entry !== undefined;
  }

  /** @param {CompositionEvent} event @param {boolean} active */
  #composing(event, active) {
    if (is_text_field(event.target)) set_composing(event.target, active);
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const entry = this.#entry_at(event.target);
    if (!entry) return;
    forget_echoes(document.activeElement);
    this.#send({ t: 'submit', id: entry.id });
  }
}
