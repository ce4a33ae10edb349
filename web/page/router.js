// @ts-check
// The address bar: every screen has a path under the base path, and back and forward are the browser's.

/** The path the portal is served under; begins and ends with '/'. */
export function read_base() {
  return new URL('.', document.baseURI).pathname;
}

/**
 * The path within the portal; begins with '/'. What stands behind '#' is an invitation's secret: browsers send it to no server.
 * @param {string} base
 * @param {{pathname: string, search: string, hash?: string}} [place]
 */
export function read_path(base, place = window.location) {
  const inside = place.pathname.startsWith(base) ? place.pathname.slice(base.length) : '';
  const secret = inside === 'invitation' ? (place.hash ?? '') : '';
  return `/${inside}${place.search}${secret}`;
}

export class Router {
  #base;

  /** @param {string} base @param {(path: string) => void} navigated the person went back or forward */
  constructor(base, navigated) {
    this.#base = base;
    window.addEventListener('popstate', () => navigated(read_path(base)));
  }

  /** @param {string} path @param {boolean} replace */
  show(path, replace) {
    if (path === read_path(this.#base)) return;
    const address = this.#base + path.replace(/^\/+/, '');
    if (replace) window.history.replaceState(null, '', address);
    else window.history.pushState(null, '', address);
  }
}
