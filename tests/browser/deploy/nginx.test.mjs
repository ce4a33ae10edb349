// @ts-check
// The portal behind real nginx with the configuration we ship: TLS, at the root of a host and under a path of another site.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { request } from 'node:https';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { eventually, fill, launch, press, shown } from '../support/portal.mjs';
import { free_port, root, start_server, temporary_folder } from '../support/server.mjs';
import { go_to, place_of, sign_in, synced } from '../support/session.mjs';
import { change_comes_without_asking } from '../support/two_people.mjs';

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
  server = await start_server({ args: ['--log-requests'] });
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

test('behind nginx what one writes comes to the other without asking', async (context) => {
  /** @type {Awaited<ReturnType<typeof browser_at_nginx>>[]} */
  const browsers = [];
  try {
    const { milliseconds } = await change_comes_without_asking(async () => {
      const browser = await browser_at_nginx();
      browsers.push(browser);
      return browser.open(`https://${hosts.path}/portal/`);
    });
    context.diagnostic(`from one screen to the other: ${milliseconds.join(', ')} ms`);
    for (const browser of browsers) assert.deepEqual(browser.errors, []);
  } finally {
    for (const browser of browsers) await browser.close();
  }
});

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

/**
 * One request to nginx, as from anywhere: no browser that would refuse to forge headers.
 * @param {string} host @param {string} path
 * @param {import('node:https').RequestOptions & {agent?: import('node:https').Agent | false}} [options]
 * @returns {Promise<{status: number, headers: import('node:http').IncomingHttpHeaders, body: string}>}
 */
function ask(host, path, options = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1', port: tls_port, path, servername: host, rejectUnauthorized: false, agent: false, ...options,
        headers: { host: `${host}:${tls_port}`, ...options.headers },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part) => (body += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    asked.once('error', reject);
    asked.end();
  });
}

test('what a client claims of its address, its scheme and its request is not believed', async () => {
  const forged = {
    'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-forwarded-proto': 'http',
    'x-forwarded-prefix': '/evil/', 'x-forwarded-host': 'evil.example', 'x-request-id': 'forged-by-a-client',
  };
  for (const [host, path] of [[hosts.root, '/who-asks.txt'], [hosts.path, '/portal/who-asks.txt']]) {
    const answer = await ask(host, path, { headers: forged });
    assert.equal(answer.status, 404);
    assert.match(String(answer.headers['x-request-id']), /^[0-9a-f]{32}$/);
  }
  await eventually(async () => server.output().match(/who-asks\.txt/g)?.length === 2, { what: 'both requests in the log' });
  const lines = server.output().split('\n').filter((line) => line.includes('who-asks.txt'));
  for (const line of lines) assert.match(line, / client=127\.0\.0\.1$/);
  assert.doesNotMatch(server.output(), /203\.0\.113\.9|evil|forged/);
  const page = await ask(hosts.root, '/', { headers: forged });
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.body, /evil/);
});

test('TLS 1.2 and 1.3 are spoken, older ones are not, and browsers are told to stay with it', async () => {
  for (const version of /** @type {const} */ (['TLSv1.2', 'TLSv1.3'])) {
    const answer = await ask(hosts.root, '/', { minVersion: version, maxVersion: version });
    assert.equal(answer.status, 200);
    assert.match(String(answer.headers['strict-transport-security']), /max-age=\d{8}/);
    assert.equal(answer.headers.server, 'nginx');
  }
  // The test's own OpenSSL speaks these only when it is told to.
  await assert.rejects(ask(hosts.root, '/', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
});

test('answers are packed for whoever accepts that, and only then', async () => {
  const packed = await ask(hosts.root, '/', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.match(String(packed.headers.vary), /accept-encoding/i);
  const plain = await ask(hosts.root, '/');
  assert.equal(plain.headers['content-encoding'], undefined);
});

test('monitoring is answered to this machine at the root, and to nobody below the path; there are no metrics without their setting', async () => {
  assert.equal((await ask(hosts.root, '/healthz')).status, 200);
  assert.equal((await ask(hosts.root, '/readyz')).status, 200);
  assert.equal((await ask(hosts.root, '/metrics')).status, 404);
  for (const path of ['healthz', 'readyz', 'metrics']) assert.equal((await ask(hosts.path, `/portal/${path}`)).status, 404);
});

test('the configuration waits longer than the longest wait for news, and refuses too many connections with a problem', async () => {
  const snippet = await readFile(join(root, 'server/deploy/countersign_proxy.conf'), 'utf8');
  for (const name of ['proxy_read_timeout', 'send_timeout']) {
    assert.ok(Number(snippet.match(new RegExp(`^${name} (\\d+)s;`, 'm'))?.[1]) > 60, name);
  }
  const shipped = await readFile(join(root, 'server/deploy/nginx.conf'), 'utf8');
  const answers = [...shipped.matchAll(/return 429 '(.*)';/g)].map(([, body]) => JSON.parse(body));
  assert.equal(answers.length, 2);
  for (const answer of answers) assert.equal(answer.key, 'failure.http.connections_of_address');
  for (const [, count] of shipped.matchAll(/limit_conn countersign_address (\d+);/g)) assert.equal(answers[0].params.count, count);
});
