// @ts-check
// The real server for browser tests, with demo data of its own in a temporary folder.
//   const server = await start_server();          // server.url, server.data
//   await server.stop();  await server.start();   // the network is really gone in between: nobody listens on the port
//   await server.remove();
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const program = process.env.COUNTERSIGN_PROGRAM ?? join(root, 'build/native/countersign');
export const web_folder = process.env.COUNTERSIGN_WEB ?? join(root, 'build/web');
export const demo_password = 'countersign-demo';

/** A port that nobody uses now. @returns {Promise<number>} */
export function free_port() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** A folder that is removed at the end. @param {string} name */
export function temporary_folder(name) {
  return mkdtemp(join(tmpdir(), `countersign-${name}-`));
}

/**
 * Runs the program to its end. @param {string[]} args @param {string} [input]
 * @returns {{status: number | null, out: string, err: string}}
 */
export function run_program(args, input) {
  const result = spawnSync(program, args, { encoding: 'utf8', input, maxBuffer: 64 << 20 });
  return { status: result.status, out: result.stdout, err: result.stderr };
}

/**
 * @param {{command?: 'demo' | 'serve', args?: string[], port?: number, data?: string}} [options]
 */
export async function start_server({ command = 'demo', args = [], port: wanted_port, data: given_data } = {}) {
  const data = given_data ?? (await temporary_folder('data'));
  const port = wanted_port ?? (await free_port());
  const url = `http://127.0.0.1:${port}/`;
  /** @type {import('node:child_process').ChildProcess | null} */
  let process_running = null;
  let output = '';

  async function start() {
    const where = command === 'demo' ? ['--port', String(port)] : ['--listen', `127.0.0.1:${port}`];
    const child = spawn(program, [command, ...where, '--data', data, '--web', web_folder, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    process_running = child;
    await new Promise((resolve, reject) => {
      const take = (/** @type {Buffer} */ part) => {
        output += part.toString();
        if (output.includes('Countersign is ready')) resolve(undefined);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
    });
    output = '';
  }

  /** @param {NodeJS.Signals} signal */
  async function end(signal) {
    const child = process_running;
    process_running = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  await start();
  return {
    url, port, data, start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGTERM');
      await rm(data, { recursive: true, force: true });
    },
    output: () => output,
  };
}
