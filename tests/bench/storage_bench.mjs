// @ts-check
// Durable single-row transactions per second in the browser: SQLite over OPFS against the same SQLite in memory, same browser run.
//   node tests/bench/storage_bench.mjs [--smoke]
// Rounds alternate between the two, the median round counts: the machine may be busy with something else in any one of them.

import { makeProfile, openDatabase, startBrowser, startServer } from '../browser/storage/harness.mjs';

const smoke = process.argv.includes('--smoke');
const rounds = smoke ? 1 : 7;
const rows_per_round = smoke ? 50 : 1000;

/** @param {number[]} values */
const median = (values) => /** @type {number} */ ([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);

/** @param {() => Promise<unknown>} action */
async function timed(action) {
  const begin = performance.now();
  await action();
  return performance.now() - begin;
}

const server = await startServer();
const profile = await makeProfile();
const browser = await startBrowser(profile.folder);
try {
  const disk = await browser.openTab(server.origin);
  const first_start = await timed(() => disk.call('openPool', '/bench/'));
  await disk.call('closePool');
  const later_start = await timed(() => disk.call('openPool', '/bench/'));
  await disk.call('closePool');
  await openDatabase(disk, '/bench/');
  const memory = await browser.openTab(server.origin);
  await memory.call('openPool', '/bench-memory/');
  await memory.call('open', ':memory:', 'opfs');
  for (const tab of [disk, memory]) {
    await tab.run('CREATE TABLE record(id INTEGER PRIMARY KEY, body TEXT)');
    await tab.call('insertRows', 200);
  }

  const before = await disk.call('counters');
  /** @type {{disk: number[], memory: number[]}} */
  const milliseconds = { disk: [], memory: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, tab] of /** @type {const} */ ([['disk', disk], ['memory', memory]])) {
      const result = await tab.call('insertRows', rows_per_round);
      if (result.done !== rows_per_round) throw new Error(`${name}: only ${result.done} rows committed`);
      milliseconds[name].push(result.milliseconds);
    }
  }
  const after = await disk.call('counters');
  const transactions = rounds * rows_per_round;
  const per_second = {
    disk: (1000 * rows_per_round) / median(milliseconds.disk),
    memory: (1000 * rows_per_round) / median(milliseconds.memory),
  };
  const spread = (/** @type {number[]} */ values) => `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms a round`;

  console.log(`opening the pool               ${first_start.toFixed(0)} ms the first time, ${later_start.toFixed(0)} ms later (module included)`);
  console.log(`single-row transactions, ${rounds} rounds of ${rows_per_round}, median round`);
  console.log(`OPFS (WAL, synchronous=FULL)   ${per_second.disk.toFixed(0)} a second   (${spread(milliseconds.disk)})`);
  console.log(`memory                         ${per_second.memory.toFixed(0)} a second   (${spread(milliseconds.memory)})`);
  console.log(`ratio memory : OPFS            ${(per_second.memory / per_second.disk).toFixed(1)}`);
  console.log(`bytes written a transaction    ${((after.bytes_written - before.bytes_written) / transactions).toFixed(0)}`);
  console.log(`flushes a transaction          ${((after.flushes - before.flushes) / transactions).toFixed(3)}`);
} finally {
  await browser.kill();
  await server.close();
  await profile.remove();
}
