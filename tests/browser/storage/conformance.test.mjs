// @ts-check
// SQLite over OPFS keeps the rules every place for database files must keep (tests/conformance), with and without the cipher's VFS.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeProfile, startBrowser, startServer } from './harness.mjs';

/** @type {any} */ let server;
/** @type {any} */ let profile;
/** @type {any} */ let browser;

before(async () => {
  server = await startServer();
  profile = await makeProfile();
  browser = await startBrowser(profile.folder);
});

after(async () => {
  await browser?.kill();
  await server?.close();
  await profile?.remove();
});

for (const vfs of ['opfs', 'multipleciphers-opfs']) {
  test(`the VFS ${vfs} keeps the rules for database files`, async (context) => {
    const tab = await browser.openTab(server.origin);
    await tab.call('openPool', `/${vfs}/`);
    const rules = await tab.call('rules');
    assert.ok(rules.length >= 10, `only ${rules.length} rules`);
    for (const [index, sentence] of rules.entries()) {
      await context.test(sentence, async () => {
        assert.equal(await tab.call('brokenRule', index, vfs), '');
        await tab.call('settled'); // each rule has a file of its own; the pool grows when the worker is idle
      });
    }
    await tab.page.close();
  });
}
