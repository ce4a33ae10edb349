// @ts-check
// File inputs of the mirror: what was chosen with them, and which of them takes what was dropped on the page or pasted into it.

/**
 * @typedef {import('./messages.d.ts').SemanticNode} SemanticNode
 * @typedef {{id: number, node: SemanticNode, element: HTMLElement}} Entry
 * @typedef {{take_files(files: File[]): boolean}} Taker
 */

/** @param {HTMLElement} element @param {SemanticNode} node */
export function set_up_chooser(element, node) {
  if (!(element instanceof HTMLInputElement)) return;
  element.multiple = true;
  element.accept = node.input?.accept ?? '';
  // Where there is no camera the ordinary chooser opens.
  if (node.input?.capture) element.setAttribute('capture', node.input.capture);
}

/** @param {HTMLInputElement} chooser */
export function take_chosen(chooser) {
  const files = [...(chooser.files ?? [])];
  // So that the same file can be chosen again.
  chooser.value = '';
  return files;
}

/** @param {Iterable<Entry>} entries */
export function find_chooser(entries) {
  for (const entry of entries) {
    if (entry.node.role === 'file' && !entry.node.input?.capture && !entry.element.closest('[inert]')) return entry;
  }
  return undefined;
}

/**
 * Unheard, a dropped file would be opened in place of the portal.
 * @param {Taker} mirror
 */
export function start_taking_files(mirror) {
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    mirror.take_files(files);
  });
  window.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0 && mirror.take_files(files)) event.preventDefault();
  });
}
