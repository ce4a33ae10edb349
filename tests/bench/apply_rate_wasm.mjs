// How fast events add up in wasm: the program of apply_rate.cpp under Node, whose engine is Chromium's. Options are passed on (--smoke).
// @ts-check
import { execFileSync } from 'node:child_process';

const program = 'build/wasm/bench_apply_rate.js';
execFileSync(process.execPath, ['tests/support/run_wasm.mjs', program, ...process.argv.slice(2)], { stdio: 'inherit' });
