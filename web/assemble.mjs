// Puts the portal together: node web/assemble.mjs --root REPOSITORY --wasm FOLDER --generated FOLDER --out FOLDER
//
//   OUT/index.html, OUT/service_worker.js, OUT/manifest.webmanifest     always asked for anew
//   OUT/app/<build id>/{page,worker,storage,fonts,i18n,icons}/… immutable: the build id is a hash over all of it
//
// In the three files outside app/ the token @BUILD@ becomes the build id, and '@FILES@' the list of all files under app/. Every file that
// gains from it gets a .gz and a .br beside it, but not one that holds @BASE@: that token stays, for the server to fill with the path it
// is reached under.
// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { read_catalogue } from './catalogue.mjs';

const { values } = parseArgs({
  options: { root: { type: 'string' }, wasm: { type: 'string' }, generated: { type: 'string' }, out: { type: 'string' } },
});
const { root, wasm, generated, out } = values;
if (!root || !wasm || !generated || !out) {
  console.error('Usage: node web/assemble.mjs --root REPOSITORY --wasm FOLDER --generated FOLDER --out FOLDER');
  process.exit(2);
}

/** Already compressed by their format. */
const not_worth_packing = new Set(['.png', '.jpg', '.woff2']);
/** In web/page, but not part of the immutable application. */
const outside = new Set(['index.html', 'service_worker.js', 'manifest.webmanifest']);

/** @param {string | Buffer} data */
const hash = (data) => createHash('sha256').update(data).digest('hex');

/**
 * All files beneath a folder, as paths relative to it, sorted.
 * @param {string} folder
 * @returns {string[]}
 */
function files_beneath(folder) {
  if (!existsSync(folder)) return [];
  /** @type {string[]} */
  const found = [];
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) found.push(...files_beneath(path).map((file) => join(item.name, file)));
    else found.push(item.name);
  }
  return found.sort();
}

/** @type {Map<string, Buffer>} path under app/<build id>/ → content */
const application = new Map();

/**
 * @param {string} folder where the files lie
 * @param {string} target the folder under app/<build id>/
 * @param {(path: string) => boolean} wanted
 */
function add_folder(folder, target, wanted) {
  for (const path of files_beneath(folder)) {
    if (wanted(path)) application.set(`${target}/${path.split(sep).join('/')}`, readFileSync(join(folder, path)));
  }
}

/** @param {string[]} extensions */
const has_extension = (...extensions) => (/** @type {string} */ path) => extensions.includes(extname(path));

add_folder(join(root, 'web/page'), 'page', (path) => has_extension('.js', '.css', '.svg')(path) && !outside.has(path));
add_folder(join(root, 'web/worker'), 'worker', has_extension('.js'));
add_folder(join(root, 'web/storage'), 'storage', has_extension('.js'));
add_folder(join(generated, 'fonts'), 'fonts', has_extension('.ttf'));
add_folder(join(generated, 'icons'), 'icons', has_extension('.png'));
application.set('icons/countersign.svg', readFileSync(join(root, 'assets/icons/countersign.svg')));
for (const part of ['countersign_portal.js', 'countersign_portal.wasm']) {
  application.set(`worker/${part}`, readFileSync(join(wasm, part)));
}
for (const file of files_beneath(join(root, 'assets/i18n')).filter(has_extension('.po'))) {
  const { language, texts } = read_catalogue(readFileSync(join(root, 'assets/i18n', file), 'utf8'), `assets/i18n/${file}`);
  if (`${language}.po` !== file) throw new Error(`assets/i18n/${file}: its header says Language: ${language}`);
  // Documents are written by the server; nobody waits for their words when the portal starts.
  const shown = Object.fromEntries(Object.entries(texts).filter(([key]) => !key.startsWith('document.')));
  application.set(`i18n/${language}.json`, Buffer.from(JSON.stringify(shown)));
}

const paths = [...application.keys()].sort();
/** @type {Map<string, string>} */
const outer_sources = new Map();
for (const name of outside) {
  const path = join(root, 'web/page', name);
  if (!existsSync(path)) throw new Error(`web/page/${name} is missing`);
  outer_sources.set(name, readFileSync(path, 'utf8'));
}
const contents = createHash('sha256');
for (const path of paths) contents.update(`${path}\0${hash(application.get(path) ?? '')}\n`);
for (const [name, text] of outer_sources) contents.update(`${name}\0${hash(text)}\n`);
const build = contents.digest('hex').slice(0, 16);

/** Results of the slow compressors, kept by content: only what changed is packed again. */
const packed_folder = join(wasm, 'packed');
mkdirSync(packed_folder, { recursive: true });

/**
 * @param {Buffer} data
 * @param {'gz' | 'br'} kind
 */
function packed(data, kind) {
  const path = join(packed_folder, `${hash(data)}.${kind}`);
  if (existsSync(path)) return readFileSync(path);
  const result =
    kind === 'gz'
      ? gzipSync(data, { level: 9 })
      : brotliCompressSync(data, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_LGWIN]: 22,
            [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
          },
        });
  writeFileSync(`${path}.part`, result);
  renameSync(`${path}.part`, path);
  return result;
}

let raw_total = 0;
let packed_total = 0;

/**
 * @param {string} path
 * @param {Buffer} data
 */
function write_with_packed(path, data) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
  raw_total += data.length;
  if (not_worth_packing.has(extname(path)) || data.includes('@BASE@')) {
    packed_total += data.length;
    return;
  }
  const brotli = packed(data, 'br');
  writeFileSync(`${path}.gz`, packed(data, 'gz'));
  writeFileSync(`${path}.br`, brotli);
  packed_total += brotli.length;
}

const final_folder = join(out, 'app', build);
const staging = join(out, 'app', `.${build}.part`);
rmSync(staging, { recursive: true, force: true });
for (const path of paths) write_with_packed(join(staging, path), /** @type {Buffer} */ (application.get(path)));
rmSync(final_folder, { recursive: true, force: true });
renameSync(staging, final_folder);

const listed = JSON.stringify(paths.map((path) => `app/${build}/${path}`));
for (const [name, text] of outer_sources) {
  const finished = text.replaceAll('@BUILD@', build).replaceAll("'@FILES@'", listed);
  const unknown = /@(?!BASE@)[A-Z]+@/.exec(finished);
  if (unknown) throw new Error(`web/page/${name} holds a token that is not known: ${unknown[0]}`);
  write_with_packed(join(out, name), Buffer.from(finished));
}

// What an earlier build left behind: nothing refers to it any more.
const wanted_outside = new Set(['app', ...[...outside].flatMap((name) => [name, `${name}.gz`, `${name}.br`])]);
for (const item of readdirSync(out)) if (!wanted_outside.has(item)) rmSync(join(out, item), { recursive: true });
for (const item of readdirSync(join(out, 'app'))) if (item !== build) rmSync(join(out, 'app', item), { recursive: true });

const kilobytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} KB`;
const wasm_size = statSync(join(final_folder, 'worker/countersign_portal.wasm.br')).size;
console.log(
  `portal ${build}: ${paths.length + outer_sources.size} files, ${kilobytes(raw_total)}, packed ${kilobytes(packed_total)} ` +
    `(of which wasm ${kilobytes(wasm_size)}) in ${relative(process.cwd(), out) || '.'}`,
);
