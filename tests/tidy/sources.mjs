// The project's own files, for the tidy tests: what git knows or would add, never what is fetched or made.
// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extname, join } from 'node:path';

export const root = fileURLToPath(new URL('../..', import.meta.url));

// In a container the checkout often belongs to somebody else, which git refuses unless told.
const listed = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
/** Paths relative to the root, with slashes. */
export const all_files = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));

/** @param {string} path */
export const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * @param {string[]} folders beginning of the path; an empty list means everywhere
 * @param {string[]} extensions
 */
export function files_in(folders, extensions) {
  return all_files.filter(
    (path) => extensions.includes(extname(path)) && (folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`))),
  );
}

export const cpp = ['.cpp', '.hpp'];
export const javascript = ['.js', '.mjs'];

/**
 * Every line of the file that matches, as "path:line: text".
 * @param {string} path
 * @param {RegExp} pattern
 */
export function lines_matching(path, pattern) {
  return read(path)
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}
