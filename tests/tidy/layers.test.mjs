// Dependencies point one way: web → core ← server, and within the core from the projections down to the base.
// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { all_files, cpp, files_in, lines_matching, read } from './sources.mjs';

/** What each part of the core may include besides itself. @type {Record<string, string[]>} */
const core_parts = {
  base: [],
  i18n: ['base', 'domain'],
  event: ['base'],
  port: ['base', 'event'],
  sync: ['base', 'event'],
  domain: ['base', 'event'],
  projection: ['base', 'i18n', 'event', 'domain'],
  storage: ['base', 'i18n', 'event', 'port', 'sync', 'domain', 'projection'],
  document: ['base', 'i18n', 'domain'],
  packet: ['base', 'i18n', 'event', 'domain', 'document', 'storage'],
};
/** @type {Record<string, string[]>} */
const layers = { core: ['core'], web: ['web', 'core'], server: ['server', 'core'] };

/** @param {string} path */
function includes_of(path) {
  return [...read(path).matchAll(/^\s*#\s*include\s+[<"]([^>"]+)[>"]/gm)].map(([, name]) => ({ name }));
}

test('a file includes only layers below its own', () => {
  const wrong = [];
  for (const path of files_in(Object.keys(layers), cpp)) {
    const layer = path.split('/')[0];
    for (const { name } of includes_of(path)) {
      const target = name.split('/')[0];
      if (target in layers && !layers[layer].includes(target)) wrong.push(`${path} includes ${name}`);
      const beside = `${path.slice(0, path.lastIndexOf('/'))}/${name}`;
      if (all_files.includes(beside)) wrong.push(`${path} includes ${name}: the include root is the repository's root`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('within the core, a part includes only parts below its own', () => {
  const wrong = [];
  for (const path of files_in(['core'], cpp)) {
    const part = path.split('/')[1];
    if (!(part in core_parts)) {
      wrong.push(`${path}: core/${part} has no place in the order (tests/tidy/layers.test.mjs)`);
      continue;
    }
    for (const { name } of includes_of(path)) {
      const [layer, target] = name.split('/');
      if (layer === 'core' && target !== part && !core_parts[part].includes(target)) wrong.push(`${path} includes ${name}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the core knows no interface, network, clock or randomness', () => {
  const wrong = [];
  for (const path of files_in(['core'], cpp)) {
    for (const { name } of includes_of(path)) {
      if (/^(imgui|httplib|emscripten|GLES|random$|thread$|mutex$|filesystem$|fstream$)/.test(name)) wrong.push(`${path} includes ${name}`);
      if (name === 'sqlite3.h' && !path.startsWith('core/storage/')) wrong.push(`${path} includes ${name}: only core/storage may`);
    }
    wrong.push(...lines_matching(path, /\b(system_clock|steady_clock|random_device|mt19937|randombytes_\w+|std::rand|gettimeofday|getenv)\b/));
  }
  assert.deepEqual(wrong, []);
});

test('screens draw with widgets, never with Dear ImGui itself', () => {
  assert.deepEqual(files_in(['web/screens'], cpp).flatMap((path) => lines_matching(path, /\bImGui::|\bImDrawList\b|#include.*imgui/)), []);
});
