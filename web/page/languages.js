// @ts-check
// The languages the portal speaks, and which of them a person gets.

export const languages = ['en', 'pl', 'cs', 'da'];

/**
 * The first of the wanted languages that we have.
 * @param {readonly string[]} wanted such as navigator.languages
 */
export function choose_language(wanted) {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (languages.includes(language)) return language;
  }
  return 'en';
}
