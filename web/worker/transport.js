// @ts-check
// Requests to the server for the program: text or bytes in, text or bytes out, every one with an answer, be it that there was none.

/** Smaller bodies gain nothing from being packed. */
const packing_bytes_min = 1024;
const time_limit_milliseconds = 60_000;

/**
 * @typedef {{t: 'http', id: number, status: number, body: string, headers: Record<string, string>, error: '' | 'network' | 'timeout'}} Answer
 * @typedef {{id: number, method: string, path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>,
 *   limit_milliseconds?: number, bytes_wanted?: boolean}} Request
 */

/** @param {Uint8Array<ArrayBuffer>} bytes */
function gzip(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

/**
 * @param {string | Uint8Array<ArrayBuffer>} text bytes are sent as they are
 * @param {Headers} headers gets Content-Encoding when the body was packed
 */
async function body_for(text, headers) {
  if (typeof text !== 'string') return text;
  if (text === '') return undefined;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < packing_bytes_min || typeof CompressionStream !== 'function') return bytes;
  headers.set('content-encoding', 'gzip');
  return gzip(bytes);
}

/**
 * @param {string} base the path the portal is served under
 * @param {Request} request
 * @returns {Promise<{answer: Answer, bytes: Uint8Array<ArrayBuffer> | null}>} `bytes`: the body of a good answer, where they were wanted
 */
export async function ask_server(base, { id, method, path, body, headers, limit_milliseconds = time_limit_milliseconds, bytes_wanted = false }) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limit_milliseconds);
  try {
    const sent_headers = new Headers(headers);
    const response = await fetch(base + path.replace(/^\/+/, ''), {
      method, headers: sent_headers, body: await body_for(body, sent_headers), credentials: 'same-origin', cache: 'no-store', signal: limit.signal,
    });
    /** @type {Record<string, string>} */
    const answered = {};
    response.headers.forEach((value, name) => { answered[name] = value; });
    const bytes = bytes_wanted && response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    const text = bytes ? '' : await response.text();
    return { answer: { t: 'http', id, status: response.status, body: text, headers: answered, error: '' }, bytes };
  } catch (error) {
    // fetch tells nothing more precise: no network, refused, cut off.
    console.debug(`request ${method} ${path}`, error);
    const why = limit.signal.aborted ? 'timeout' : 'network';
    return { answer: { t: 'http', id, status: 0, body: '', headers: {}, error: why }, bytes: null };
  } finally {
    clearTimeout(timer);
  }
}
