// @ts-check
// The portal behind real nginx with the configuration we ship: TLS, at the root of a host and under a path of another site.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { eventually, fill, launch, press, shown } from '../support/portal.mjs';
import { free_port, root, start_server, temporary_folder } from '../support/server.mjs';
import { go_to, place_of, sign_in, synced } from '../support/session.mjs';

const hosts = { root: 'portal.example.org', path: 'www.example.org' };

/** @type {Awaited<ReturnType<typeof start_server>>} */
let server;
/** @type {import('node:child_process').ChildProcess} */
let nginx;
let folder = '';
let tls_port = 0;
let plain_port = 0;
let key_hash = '';

/** A certificate for both hosts, and the hash of its key, by which the test's browser trusts it and nothing else. */
function make_certificate() {
  const names = Object.values(hosts).map((host) => `DNS:${host}`).join(',');
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=countersign test', '-addext', `subjectAltName=${names}`,
    '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'),
  ], { stdio: 'ignore' });
  const der = execFileSync('sh', ['-c', `openssl x509 -in ${folder}/cert.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`]);
  return der.toString().trim();
}

/** The shipped configuration with this test's ports, files and server in place of the installed ones. */
async function adapted_configuration() {
  const shipped = await readFile(join(root, 'server/deploy/nginx.conf'), 'utf8');
  const adapted = shipped
    .replaceAll(/listen \[::\]:\d+[^;]*;/g, '')
    .replaceAll('listen 80;', `listen 127.0.0.1:${plain_port};`)
    .replaceAll('listen 443 ssl http2;', `listen 127.0.0.1:${tls_port} ssl http2;`)
    .replaceAll(/ssl_certificate +[^;]+;/g, `ssl_certificate ${folder}/cert.pem;`)
    .replaceAll(/ssl_certificate_key +[^;]+;/g, `ssl_certificate_key ${folder}/key.pem;`)
    .replaceAll('server 127.0.0.1:8080;', `server 127.0.0.1:${server.port};`);
  return `pid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\ndaemon off;\nevents {}\nhttp {\n` +
    `access_log off;\nclient_body_temp_path ${folder}/body;\nproxy_temp_path ${folder}/proxy;\nfastcgi_temp_path ${folder}/f;\n` +
    `uwsgi_temp_path ${folder}/u;\nscgi_temp_path ${folder}/s;\n${adapted}\n}\n`;
}

before(async () => {
  folder = await temporary_folder('nginx');
  server = await start_server();
  tls_port = await free_port();
  plain_port = await free_port();
  key_hash = make_certificate();
  await mkdir(join(folder, 'snippets'));
  await cp(join(root, 'server/deploy/countersign_proxy.conf'), join(folder, 'snippets/countersign_proxy.conf'));
  await writeFile(join(folder, 'nginx.conf'), await adapted_configuration());
  nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
  await eventually(() => fetch(`http://127.0.0.1:${plain_port}/`, { redirect: 'manual' }).then(() => true), { what: 'nginx answering' });
});

after(async () => {
  nginx?.kill('SIGQUIT');
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A browser for which the two host names lead to our nginx. */
function browser_at_nginx() {
  const rules = Object.values(hosts).flatMap((host) => [`MAP ${host}:443 127.0.0.1:${tls_port}`, `MAP ${host}:80 127.0.0.1:${plain_port}`]);
  return launch({
    locale: 'en-GB', viewport: { width: 1280, height: 900 }, ignoreHTTPSErrors: true,
    args: [`--host-resolver-rules=${rules.join(',')}`, `--ignore-certificate-errors-spki-list=${key_hash}`],
  });
}

for (const { name, address, base } of [
  { name: 'at the root of a host', address: `https://${hosts.root}/`, base: '/' },
  { name: 'under a path of another site', address: `https://${hosts.path}/portal/`, base: '/portal/' },
]) {
  test(`behind nginx with TLS, ${name}: sign in, deep link, reload, record, sync`, async () => {
    const browser = await browser_at_nginx();
    try {
      const page = await browser.open(address);
      await sign_in(page, 'technician');
      await go_to(page, 'Tickets');
      assert.equal(place_of(page), `${base}tickets`);
      await page.reload();
      await shown(page, 'table', 'Tickets');

      const cookies = await browser.context.cookies();
      const session = cookies.find((cookie) => cookie.name.includes('session'));
      assert.ok(session, 'a session cookie');
      assert.equal(session.path, base);
      assert.ok(session.secure && session.httpOnly);
      assert.equal(session.sameSite, 'Strict');

      await press(page, 'link', /^CS-\d+/, { within: page.getByRole('row').nth(2) });
      await fill(page, 'Your comment', `Gruß an alle ${base}`);
      await press(page, 'button', 'Add comment');
      await synced(page);
      assert.equal((await page.evaluate(() => document.baseURI)), new URL(base, address).href);
      assert.deepEqual(browser.errors, []);
      assert.deepEqual(browser.violations, []);
    } finally {
      await browser.close();
    }
  });
}

test('plain HTTP leads to HTTPS, and the program is served packed and for ever', async () => {
  const plain = await fetch(`http://127.0.0.1:${plain_port}/tickets`, { redirect: 'manual', headers: { host: hosts.root } });
  assert.equal(plain.status, 301);
  const browser = await browser_at_nginx();
  try {
    const page = await browser.context.newPage();
    /** @type {Map<string, Record<string, string>>} */
    const answers = new Map();
    page.on('response', async (response) => answers.set(new URL(response.url()).pathname, await response.allHeaders()));
    await page.goto(`https://${hosts.root}/`);
    await shown(page, 'button', 'Sign in');
    const wasm = [...answers].find(([path]) => path.endsWith('.wasm'))?.[1];
    assert.ok(wasm, 'the program was asked for');
    assert.equal(wasm['content-type'], 'application/wasm');
    assert.equal(wasm['content-encoding'], 'br');
    assert.match(wasm['cache-control'] ?? '', /immutable/);
    assert.match(answers.get('/')?.['content-security-policy'] ?? '', /default-src 'none'/);
  } finally {
    await browser.close();
  }
});
