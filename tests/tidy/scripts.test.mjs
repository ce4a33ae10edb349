// The two commands answer for themselves, before they install or build anything.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { root } from './sources.mjs';

/** @param {string} command @param {string[]} options */
const call = (command, ...options) => spawnSync(`./${command}`, options, { cwd: root, encoding: 'utf8', timeout: 10_000 });

for (const command of ['run', 'test']) {
  test(`./${command} --help explains it`, () => {
    const { status, stdout } = call(command, '--help');
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^Usage: \\./${command} `));
  });

  test(`./${command} refuses an option it does not know, and says what it knows`, () => {
    const { status, stderr } = call(command, '--frobnicate');
    assert.equal(status, 2);
    assert.match(stderr, /Unknown option: --frobnicate\n\nUsage:/);
  });
}

test('./run refuses a port that is no number', () => {
  const { status, stderr } = call('run', '--port', 'eighty');
  assert.equal(status, 1);
  assert.match(stderr, /--port needs a number, not 'eighty'/);
});
