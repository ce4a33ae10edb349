// @ts-check
// The few things the page itself remembers between loads. A browser may forbid even that; then it simply does not remember.

/** @param {() => string | null} read */
function reading(read) {
  try {
    return read();
  } catch (error) {
    console.debug('remembered: not readable', error);
    return null;
  }
}

/** @param {() => void} write */
function writing(write) {
  try {
    write();
  } catch (error) {
    console.debug('remembered: not writable', error);
  }
}

/** @param {string} base */
const language_key = (base) => `countersign:${base}:language`;
/** @param {string} base */
const take_over_key = (base) => `countersign:${base}:take_over`;

/**
 * The language chosen in the application, then those of the browser.
 * @param {string} base
 */
export function preferred_languages(base) {
  const chosen = reading(() => localStorage.getItem(language_key(base)));
  return [...(chosen ? [chosen] : []), ...navigator.languages];
}

/** @param {string} base @param {string} language */
export function remember_language(base, language) {
  writing(() => localStorage.setItem(language_key(base), language));
}

/**
 * "Use it here" was pressed in a tab that had to be loaded anew for it. Asked once.
 * @param {string} base
 */
export function take_over_requested(base) {
  const requested = reading(() => sessionStorage.getItem(take_over_key(base))) !== null;
  if (requested) writing(() => sessionStorage.removeItem(take_over_key(base)));
  return requested;
}

/** @param {string} base */
export function request_take_over(base) {
  writing(() => sessionStorage.setItem(take_over_key(base), '1'));
}
