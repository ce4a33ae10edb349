// @ts-check
// Fetches the parts of the program side by side, from the very moment the worker starts: the compiled module, its glue, fonts, texts.

/**
 * What the glue made by Emscripten gives us, and what we give to it.
 * @typedef {{
 *   HEAPU8: Uint8Array, _malloc(size: number): number, _free(at: number): void,
 *   _countersign_boot(at: number, size: number): void, _countersign_message(at: number, size: number): void,
 *   _countersign_frame(now: number): void, _countersign_asset(name: number, at: number, size: number): void,
 *   _countersign_data_key(at: number, size: number): void,
 *   _countersign_pin_key(pin: number, size: number, salt: number, operations: number, memory_bytes: number, out: number): number,
 *   _countersign_context_restored?(): void }} Program
 * @typedef {(options: object) => Promise<Program>} ProgramFactory
 * @typedef {{name: string, bytes: Uint8Array}} Asset
 */

/** A part that did not arrive: the page offers to try again. */
export class LoadingError extends Error {}

/** @param {string} path relative to the build's folder */
function address_of(path) {
  return new URL(`../${path}`, import.meta.url);
}

/** @param {string} path */
async function fetch_part(path) {
  try {
    const response = await fetch(address_of(path), { credentials: 'same-origin' });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  } catch (error) {
    throw new LoadingError(`${path}: ${String(error)}`, { cause: error });
  }
}

/**
 * @param {string} path also the asset's name in the program
 * @returns {Promise<Asset>}
 */
export async function fetch_asset(path) {
  const response = await fetch_part(path);
  return { name: path, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** @param {string} language */
export function fetch_language(language) {
  return fetch_asset(`i18n/${language}.json`);
}

/** English, and another language where it arrives. @param {string} language */
export async function fetch_texts(language) {
  const english = fetch_language('en');
  if (language === 'en') return [await english];
  try {
    return [await english, await fetch_language(language)];
  } catch (error) {
    console.warn(`texts: no ${language}`, error);
    return [await english];
  }
}

async function compile() {
  const response = await fetch_part('worker/countersign_portal.wasm');
  // A server that does not know the type is no reason to fail.
  if (response.headers.get('content-type') !== 'application/wasm') return WebAssembly.compile(await response.arrayBuffer());
  return WebAssembly.compileStreaming(response);
}

/** @returns {Promise<ProgramFactory>} */
async function import_glue() {
  try {
    return (await import(address_of('worker/countersign_portal.js').href)).default;
  } catch (error) {
    throw new LoadingError(`worker/countersign_portal.js: ${String(error)}`, { cause: error });
  }
}

const font_paths = ['fonts/inter-400.ttf', 'fonts/inter-500.ttf', 'fonts/inter-600.ttf', 'fonts/icons.ttf'];

/** @param {(done: number, total: number) => void} progress */
export function start_loading(progress) {
  const module = compile();
  const glue = import_glue();
  const fonts = font_paths.map(fetch_asset);
  const parts = [module, glue, ...fonts];
  let done = 0;
  for (const part of parts) {
    // Failures are reported where the part is awaited.
    part.then(() => progress(++done, parts.length), () => undefined);
  }
  const all_fonts = Promise.all(fonts);
  all_fonts.catch(() => undefined); // reported where it is awaited
  return { module, glue, fonts: all_fonts };
}

/**
 * @param {{module: Promise<WebAssembly.Module>, glue: Promise<ProgramFactory>}} loading
 * @param {object} given members for C++ to call
 * @returns {Promise<Program>}
 */
export async function instantiate({ module, glue }, given) {
  const [compiled, create] = await Promise.all([module, glue]);
  return new Promise((resolve, reject) => {
    create({
      ...given,
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} done */
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled), reject);
        return {};
      },
    }).then(resolve, reject);
  });
}
