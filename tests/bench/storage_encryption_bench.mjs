// @ts-check
// What encryption costs in the browser: SQLite over OPFS in clear and under a key, side by side in one browser run, as ratios. Saving one record
// for certain, many at once, reading single records that are not in the cache, opening; and what the key itself takes at a start.
//   node tests/bench/storage_encryption_bench.mjs [--smoke]
// Rounds alternate between the two, the best of each counts: what else the machine does can only make one slower.

import { makeProfile, startBrowser, startServer } from '../browser/storage/harness.mjs';
import { pin_memory_bytes, pin_operations } from '../../web/worker/key_store.js';

const smoke = process.argv.includes('--smoke');
const rounds = smoke ? 1 : 7;
const saved_per_round = smoke ? 50 : 500;
const at_once_per_round = smoke ? 1_000 : 10_000;
const reads_per_round = smoke ? 500 : 5_000;
/** As a sync's records are: 600 to 1,200. */
const record_bytes = 900;
const key = 'raw:' + '6b'.repeat(32);

/** @param {number[]} values */
const best = (values) => Math.min(...values);

/** @typedef {Awaited<ReturnType<Awaited<ReturnType<typeof startBrowser>>['openTab']>>} Tab */

/** As the portal opens it. @param {Tab} tab @param {boolean} encrypted @returns {Promise<number>} milliseconds without the way to the worker */
async function open_database(tab, encrypted) {
  const opened = await tab.call('open', '/bench.db', encrypted ? 'multipleciphers-opfs' : 'opfs');
  if (opened.code !== 0) throw new Error(JSON.stringify(opened));
  const settings = 'PRAGMA locking_mode=EXCLUSIVE; SELECT count(*) FROM sqlite_schema; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;';
  return tab.call('timeRun', `${encrypted ? `PRAGMA key='${key}';` : ''}${settings}`);
}

// Random ids: so the pages that are written lie far from one another, as on a device.
const insert_many =
  `WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < ${at_once_per_round}) ` +
  `INSERT INTO big(id, text) SELECT abs(random()), hex(randomblob(${record_bytes / 2})) FROM n`;
// A cache of 400 KB: nearly every record comes from the file.
const read_single =
  `WITH RECURSIVE n(i, at) AS (VALUES(1, abs(random())) UNION ALL SELECT i + 1, abs(random()) FROM n WHERE i < ${reads_per_round}) ` +
  'SELECT sum((SELECT length(text) FROM big WHERE id >= at ORDER BY id LIMIT 1)) FROM n';

const server = await startServer();
const profile = await makeProfile();
const browser = await startBrowser(profile.folder);
try {
  const tabs = { plain: await browser.openTab(server.origin), encrypted: await browser.openTab(server.origin) };
  for (const [name, tab] of Object.entries(tabs)) {
    await tab.call('openPool', `/bench-${name}/`);
    await open_database(tab, name === 'encrypted');
    await tab.run('CREATE TABLE record(id INTEGER PRIMARY KEY, body TEXT); CREATE TABLE big(id INTEGER PRIMARY KEY, text TEXT)');
    await tab.call('insertRows', 200);
  }
  const names = ['one record saved for certain', 'a record of many saved at once', 'a record read from the file', 'opening the database'];
  /** @type {Record<string, {plain: number[], encrypted: number[]}>} */
  const milliseconds = Object.fromEntries(names.map((name) => [name, { plain: [], encrypted: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (const kind of /** @type {const} */ (['plain', 'encrypted'])) {
      const tab = tabs[kind];
      const [saving, at_once, reading, opening] = names.map((name) => milliseconds[name]?.[kind]);
      saving?.push((await tab.call('insertRows', saved_per_round)).milliseconds / saved_per_round);
      at_once?.push((await tab.call('timeRun', insert_many)) / at_once_per_round);
      await tab.run('PRAGMA wal_checkpoint(TRUNCATE)');
      await tab.call('close');
      opening?.push(await open_database(tab, kind === 'encrypted'));
      await tab.run('PRAGMA cache_size=-400');
      reading?.push((await tab.call('timeRun', read_single)) / reads_per_round);
    }
  }
  console.log(`${'records of about 900 bytes'.padEnd(34)} ${'plain'.padStart(12)} ${'encrypted'.padStart(12)} ${'ratio'.padStart(7)}`);
  for (const [name, { plain, encrypted }] of Object.entries(milliseconds)) {
    const [a, b] = [1000 * best(plain), 1000 * best(encrypted)];
    console.log(`${name.padEnd(34)} ${`${a.toFixed(1)} µs`.padStart(12)} ${`${b.toFixed(1)} µs`.padStart(12)} ${(b / a).toFixed(2).padStart(7)}`);
  }
  const made = await tabs.plain.call('openKey', '/bench/');
  const opened = [];
  const pins = [];
  for (let round = 0; round < rounds; round++) {
    opened.push(await tabs.plain.call('openKey', '/bench/'));
    pins.push(await tabs.plain.call('pinKey', pin_operations, pin_memory_bytes));
  }
  console.log(`the key: made at the first start in ${made.toFixed(0)} ms, opened at a later one in ${best(opened).toFixed(0)} ms`);
  console.log(`a PIN: ${best(pins).toFixed(0)} ms (Argon2id, ${pin_operations} passes over ${pin_memory_bytes >> 20} MiB)`);
} finally {
  await browser.kill();
  await server.close();
  await profile.remove();
}
