// @ts-check
// Runs every browser test, one file after another: they start real servers and browsers, and two cores are soon busy.
//   node tests/browser/run.mjs [part of a path…]
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);

const files = readdirSync(here, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort()
  .map((name) => join(here, name));

if (files.length === 0) {
  console.error(`No browser test fits ${wanted.join(' ')}.`);
  process.exit(2);
}
let status = 0;
for (const file of files) {
  const result = spawnSync(process.execPath, ['--test', '--test-reporter=spec', file], { stdio: 'inherit' });
  if (result.status !== 0) status = 1;
}
process.exit(status);
