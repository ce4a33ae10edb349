// Runs a test program compiled to wasm under Node: node tests/support/run_wasm.mjs build/wasm/core_tests.js [doctest options].
// The wasm is handed over as bytes, because Emscripten 3.1.6 would otherwise try fetch(), which Node 18 has and which cannot read files.
// @ts-check
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [program, ...options] = process.argv.slice(2);
if (!program) {
  console.error('Usage: node tests/support/run_wasm.mjs PROGRAM.js [doctest options]');
  process.exit(2);
}
const path = resolve(program);
const factory = createRequire(import.meta.url)(path);
await factory({ wasmBinary: readFileSync(path.replace(/\.js$/, '.wasm')), arguments: options });
