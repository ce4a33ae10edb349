// Assembling the portal: immutable names, tokens, packed copies, nothing stale.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const script = fileURLToPath(new URL('../../web/assemble.mjs', import.meta.url));

/** A portal in small. @type {Record<string, string>} */
const sources = {
  'web/page/index.html': '<base href="@BASE@"><script type="module" src="app/@BUILD@/page/boot.js"></script>',
  'web/page/service_worker.js': "const build = '@BUILD@'; const files = '@FILES@';",
  'web/page/manifest.webmanifest': '{"icons":[{"src":"app/@BUILD@/icons/countersign.svg"}]}',
  'web/page/boot.js': `// ${'boot '.repeat(200)}`,
  'web/page/messages.d.ts': 'export type Nothing = never;',
  'web/worker/worker.js': '// worker',
  'assets/icons/countersign.svg': '<svg/>',
  'assets/i18n/en.po': 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Plural-Forms: nplurals=2;\\n"\n\nmsgid "a.b"\nmsgstr "Text"\n',
  'wasm/countersign_portal.js': '// glue',
  'wasm/countersign_portal.wasm': 'wasm',
  'generated/icons/icon-192.png': 'png',
  'generated/fonts/inter-400.ttf': 'font',
};

/** @param {(site: { folder: string, write: (path: string, text: string) => void, assemble: () => { status: number | null, stderr: string } }) => void} body */
function in_small(body) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-assemble-'));
  const write = (/** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const assemble = () =>
    spawnSync(
      process.execPath,
      [script, '--root', folder, '--wasm', join(folder, 'wasm'), '--generated', join(folder, 'generated'), '--out', join(folder, 'out')],
      { encoding: 'utf8' },
    );
  try {
    for (const [path, text] of Object.entries(sources)) write(path, text);
    body({ folder, write, assemble });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} folder */
const builds = (folder) => readdirSync(join(folder, 'out/app'));

test('everything but three files lies under the build id, and the tokens name it', () => {
  in_small(({ folder, assemble }) => {
    const { status, stderr } = assemble();
    assert.equal(status, 0, stderr);
    const [build, ...others] = builds(folder);
    assert.deepEqual(others, []);
    assert.match(build, /^[0-9a-f]{16}$/);
    const index = readFileSync(join(folder, 'out/index.html'), 'utf8');
    assert.equal(index, `<base href="@BASE@"><script type="module" src="app/${build}/page/boot.js"></script>`);
    const [, listed] = /const files = (\[.*\]);/.exec(readFileSync(join(folder, 'out/service_worker.js'), 'utf8')) ?? [];
    const files = /** @type {string[]} */ (JSON.parse(listed));
    assert.ok(files.includes(`app/${build}/worker/countersign_portal.wasm`));
    assert.ok(!files.some((file) => file.endsWith('.d.ts')));
    for (const file of files) assert.ok(existsSync(join(folder, 'out', file)), file);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'out/app', build, 'i18n/en.json'), 'utf8')), { 'a.b': 'Text' });
  });
});

test('packed copies unpack to the same bytes; the page that the server still fills in has none', () => {
  in_small(({ folder, assemble }) => {
    assert.equal(assemble().status, 0);
    const boot = join(folder, 'out/app', builds(folder)[0], 'page/boot.js');
    const plain = readFileSync(boot);
    assert.deepEqual(brotliDecompressSync(readFileSync(`${boot}.br`)), plain);
    assert.deepEqual(gunzipSync(readFileSync(`${boot}.gz`)), plain);
    assert.ok(!existsSync(join(folder, 'out/index.html.br')));
    assert.ok(existsSync(join(folder, 'out/service_worker.js.br')));
  });
});

test('the same contents give the same build id; a change gives another and leaves nothing of the old', () => {
  in_small(({ folder, write, assemble }) => {
    assemble();
    const [first] = builds(folder);
    assemble();
    assert.deepEqual(builds(folder), [first]);
    write('web/worker/worker.js', '// another worker');
    assemble();
    assert.equal(builds(folder).length, 1);
    assert.notEqual(builds(folder)[0], first);
  });
});

test('a token that nobody fills in stops the build', () => {
  in_small(({ write, assemble }) => {
    write('web/page/service_worker.js', "const build = '@BIULD@';");
    const { status, stderr } = assemble();
    assert.notEqual(status, 0);
    assert.match(stderr, /service_worker\.js holds a token that is not known: @BIULD@/);
  });
});
