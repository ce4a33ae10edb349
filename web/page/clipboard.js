// @ts-check
// Copying text, and saving a file.

/**
 * The old way, for browsers that refuse the new one without a click at that very moment.
 * @param {string} text
 */
function copy_by_selection(text) {
  const field = document.createElement('textarea');
  field.className = 'visually_hidden';
  field.readOnly = true;
  field.value = text;
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} false when the browser allows neither way
 */
export async function copy_text(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.warn('clipboard: trying the selection instead', error);
    return copy_by_selection(text);
  }
}

/**
 * The browser fetches it and saves it as it arrives, under the name that the server gives.
 * @param {string} address
 */
export function download(address) {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

/** @param {string} name @param {Blob} content */
export function save_file(name, content) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after this turn; a minute is plenty.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
