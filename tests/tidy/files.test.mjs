// How files look: a first line that says what they are for, a length one can read, nothing unfinished, nothing silently swallowed.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import test from 'node:test';
import { all_files, cpp, files_in, javascript, lines_matching, read, root } from './sources.mjs';

const code = ['.cpp', '.hpp', '.js', '.mjs', '.ts', '.py', '.cmake', '.vert', '.frag', '.glsl', '.css', '.sql'];
const lines_max = 400;

test('every file of code begins with a comment that says what it is for', () => {
  const wrong = [];
  for (const path of files_in([], code)) {
    const lines = read(path).split('\n');
    // A line that a program reads comes before ours.
    const first = /^(#!|#version|\/\/ @ts-check$)/.test(lines[0]) ? lines[1] : lines[0];
    if (!/^(\/\/ ?|\/\*+ ?|# |-- |""")\S/.test(first ?? '')) wrong.push(`${path}: ${first}`);
  }
  assert.deepEqual(wrong, []);
});

test(`no file of code is longer than ${lines_max} lines`, () => {
  const long = files_in(['core', 'web', 'server', 'tests', 'shaders', 'assets'], code)
    .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > lines_max)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
  assert.deepEqual(long, []);
});

test('nothing is left unfinished', () => {
  // Put together here so that this file does not find itself.
  const words = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK', 'not ' + 'implemented'];
  const pattern = new RegExp(`\\b(${words.join('|')})\\b`);
  assert.deepEqual(files_in(['core', 'web', 'server', 'tests', 'shaders', 'assets'], code).flatMap((path) => lines_matching(path, pattern)), []);
});

test('no file is a drawer for everything', () => {
  assert.deepEqual(all_files.filter((path) => /^(utils?|helpers?|misc|common)\./.test(basename(path))), []);
});

test('file and folder names are snake_case', () => {
  const own_rules = /^(CMakeLists\.txt|CMakePresets\.json|README\.md|LICENSE|NOTICE|\..*|package-lock\.json|.*\.test\.mjs|.*\.d\.ts)$/;
  const wrong = all_files.filter((path) => path.split('/').some((name) => !own_rules.test(name) && !/^[a-z0-9_.]+(-[0-9]+)?$/.test(name)));
  assert.deepEqual(wrong, []);
});

test('no error is swallowed silently', () => {
  const wrong = files_in([], [...cpp, ...javascript]).filter((path) => /catch\s*(\([^)]*\))?\s*\{\s*\}/.test(read(path)));
  assert.deepEqual(wrong, []);
});

test('JavaScript is type-checked and builds no markup from text', () => {
  const unchecked = files_in(['web', 'tests', 'assets'], javascript).filter((path) => !/^\/\/ @ts-check$/m.test(read(path)));
  const markup = files_in(['web'], javascript).flatMap((path) =>
    lines_matching(path, /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function|eval)\b\s*[=(]/),
  );
  assert.deepEqual([...unchecked, ...markup], []);
});

test('the page holds no inline script or style', () => {
  const wrong = files_in(['web'], ['.html']).flatMap((path) => lines_matching(path, /\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)/));
  assert.deepEqual(wrong, []);
});

test('C++ is laid out as .clang-format says', () => {
  const files = files_in([], cpp);
  assert.ok(files.length > 0);
  const result = spawnSync('clang-format', ['--dry-run', '--Werror', '--ferror-limit=1', ...files], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const wrong = [...new Set([...(result.stderr ?? '').matchAll(/^([^\s:]+):\d+:\d+: error/gm)].map((match) => match[1]))];
  assert.deepEqual(wrong, [], 'clang-format -i on these files');
  assert.equal(result.status, 0, result.stderr);
});

test('the lock file names no registry, and pins every package by its content', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const wrong = Object.entries(packages).filter(([path, { resolved, integrity }]) => path !== '' && (resolved || !integrity));
  assert.deepEqual(wrong, []);
});

test('scripts can be executed', () => {
  const wrong = all_files.filter((path) => readFileSync(join(root, path)).subarray(0, 2).toString() === '#!' && (statSync(join(root, path)).mode & 0o100) === 0);
  assert.deepEqual(wrong, []);
});

test('shell scripts can be parsed', () => {
  const scripts = all_files.filter((path) => extname(path) === '' && /^#!.*\b(ba)?sh\b/.test(read(path).split('\n')[0]));
  assert.ok(scripts.includes('run') && scripts.includes('test'));
  for (const path of scripts) execFileSync('bash', ['-n', path], { cwd: root });
});
