// @ts-check
// The systemd unit that we ship: sound, hardened, and every line of it explained.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const unit = readFileSync(fileURLToPath(new URL('../../server/deploy/countersign.service', import.meta.url)), 'utf8');
const lines = unit.split('\n');

/** @type {Map<string, string[]>} */
const settings = new Map();
for (const line of lines) {
  const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
  if (name) settings.set(name, [...(settings.get(name) ?? []), value]);
}

test('every line has its reason right above it', () => {
  const bare = lines.filter((line, index) => /^[A-Za-z]+=/.test(line) && !/^# \S.*[.;:]$/.test(lines[index - 1] ?? ''));
  assert.deepEqual(bare, []);
  const strange = lines.filter((line) => line !== '' && !/^(#|\[(Unit|Service|Install)\]$|[A-Za-z]+=)/.test(line));
  assert.deepEqual(strange, []);
});

test('the service has a user of its own, no rights of root, and may write its state only', () => {
  const on = [
    'NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'PrivateDevices', 'PrivateUsers', 'ProtectHostname', 'ProtectClock', 'ProtectKernelTunables',
    'ProtectKernelModules', 'ProtectKernelLogs', 'ProtectControlGroups', 'RestrictNamespaces', 'RestrictRealtime', 'RestrictSUIDSGID',
    'LockPersonality', 'MemoryDenyWriteExecute', 'RemoveIPC',
  ];
  for (const name of on) assert.deepEqual(settings.get(name), ['yes'], name);
  assert.deepEqual(settings.get('ProtectSystem'), ['strict']);
  assert.deepEqual(settings.get('CapabilityBoundingSet'), ['']);
  assert.deepEqual(settings.get('User'), ['countersign']);
  assert.deepEqual(settings.get('UMask'), ['0077']);
  assert.deepEqual(settings.get('StateDirectory'), ['countersign']);
  assert.equal(settings.get('ReadWritePaths'), undefined);
});

test('it is checked before it starts, and stopped with more patience than it needs', () => {
  const [start] = settings.get('ExecStart') ?? [];
  assert.deepEqual(settings.get('ExecStartPre'), [`${start} --check-config`]);
  const example = readFileSync(fileURLToPath(new URL('../../server/deploy/countersign.conf', import.meta.url)), 'utf8');
  const stop_seconds = Number(/^#stop_seconds = (\d+)$/m.exec(example)?.[1]);
  assert.ok(Number(settings.get('TimeoutStopSec')?.[0]) > stop_seconds);
  const connections = Number(/^#connections_max = (\d+)$/m.exec(example)?.[1]);
  assert.ok(Number(settings.get('LimitNOFILE')?.[0]) >= connections + 512);
  assert.match(example, new RegExp(`^data = /var/lib/${settings.get('StateDirectory')?.[0]}$`, 'm'));
});

const analyze = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' });
const version = Number(/^systemd (\d+)/.exec(analyze.stdout ?? '')?.[1] ?? 0);

test('systemd finds no fault with it and calls it well protected', { skip: version < 250 && 'there is no systemd-analyze (250 or newer) here' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-unit-'));
  try {
    const path = join(folder, 'countersign.service');
    // The program is not installed where the unit expects it.
    writeFileSync(path, unit.replaceAll('/usr/local/bin/countersign', '/bin/true').replace(/^Documentation=.*\n/m, ''));
    const verified = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
    assert.equal(verified.status, 0, verified.stderr);
    assert.equal(verified.stderr.split('\n').filter((line) => line.includes('countersign.service')).join('\n'), '');
    const judged = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', path], { encoding: 'utf8' });
    assert.equal(judged.status, 0, judged.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
