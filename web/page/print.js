// @ts-check
// Printing a document that the core wrote as HTML: in a hidden frame of our own origin, never as a picture of the canvas.
//
// The frame inherits the page's content security policy, which forbids style elements. Their text is therefore taken out and given to the
// frame as an adopted style sheet, which the policy allows; style attributes it forbids for good. The frame runs no scripts.

/** Takes the frame of the last print away; until then the print dialog may still read it. */
let remove_last = () => {};

/** @param {HTMLIFrameElement} frame @param {string} address */
function loaded(frame, address) {
  return new Promise((resolve, reject) => {
    frame.addEventListener('load', resolve, { once: true });
    frame.addEventListener('error', () => reject(new Error('the document to print did not load')), { once: true });
    frame.src = address;
    document.body.append(frame);
  });
}

/** @param {string} html a whole document */
export async function print_document(html) {
  /** @type {string[]} */
  const styles = [];
  const bare_html = html.replace(/<style[^>]*>([^]*?)<\/style>/gi, (_, style) => {
    styles.push(style);
    return '';
  });
  const address = URL.createObjectURL(new Blob([bare_html], { type: 'text/html;charset=utf-8' }));

  remove_last();
  const frame = document.createElement('iframe');
  frame.className = 'print_frame';
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  remove_last = () => {
    frame.remove();
    URL.revokeObjectURL(address);
    remove_last = () => {};
  };
  await loaded(frame, address);
  const view = /** @type {(Window & typeof globalThis) | null} */ (frame.contentWindow);
  if (!view) throw new Error('the frame to print has no window');
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles.join('\n'));
  view.document.adoptedStyleSheets = [sheet];
  await view.document.fonts.ready;
  view.focus();
  view.print();
}
