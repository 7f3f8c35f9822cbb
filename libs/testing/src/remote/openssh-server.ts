import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { env as inherited, getuid } from 'node:process';
import { fileURLToPath } from 'node:url';

import { freePort } from '../free-port.ts';
import { createSshClients, createSshKeys, type SshServer } from './ssh-clients.ts';
import { canUseSsh } from './ssh-server.ts';

const KEPT = fileURLToPath(new URL('../../../../.devbench/bin/sshd', import.meta.url));
const program = existsSync(KEPT) ? KEPT : '/usr/sbin/sshd';
const env = { ...inherited, LD_LIBRARY_PATH: dirname(program) };
const isRoot = getuid?.() === 0;

/** As root it needs a user and a folder that only its own view of this machine gets. */
export const canUseOpenSsh =
  canUseSsh &&
  // It says how it is called, unless a library is missing.
  spawnSync(program, ['-?'], { env }).status === 1 &&
  (!isRoot || spawnSync('unshare', ['-m', 'true']).status === 0);

/**
 * OpenSSH's own server on 127.0.0.1, with a host key and settings of its own, that lets in the user of this process
 * by a key. Commands get `DOCKER_HOST` of the socket. It is a child of this process and no service.
 */
export async function startOpenSsh(folder: string, socket: string): Promise<SshServer> {
  createSshKeys(folder);
  const file = (name: string) => join(folder, name);
  const port = await freePort();
  // In its view /run is empty.
  const engine = isRoot ? file('engine.sock') : socket;
  const settings = {
    ...{ ListenAddress: `127.0.0.1:${port}`, HostKey: file('host'), PidFile: 'none' },
    ...{ AuthorizedKeysFile: file('id.pub'), AuthenticationMethods: 'publickey' },
    ...{ StrictModes: 'no', UsePAM: 'no', PermitUserRC: 'no', MaxStartups: '100' },
    SetEnv: `DOCKER_HOST=unix://${engine} PATH=${inherited.PATH ?? ''}`,
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
  writeFileSync(file('sshd_config'), lines.join(''));
  const sshd = [program, '-D', '-e', '-f', file('sshd_config')];
  const [command = '', ...args] = isRoot ? inOwnView(sshd, folder, socket) : sshd;
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  await untilItListens(child);
  const user = isRoot ? 'root' : userInfo().username;
  return {
    host: `ssh://${user}@127.0.0.1:${port}`,
    ...createSshClients(folder, port),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** With users and a folder /run that the rest of the machine does not see. */
function inOwnView(sshd: readonly string[], folder: string, socket: string): readonly string[] {
  const others = readFileSync('/etc/passwd', 'utf8').replaceAll(/^(root|sshd):.*\n/gm, '');
  const ours = 'root:x:0:0::/:/bin/sh\nsshd:x:65533:65534::/run/sshd:/bin/false\n';
  writeFileSync(join(folder, 'passwd'), others + ours);
  writeFileSync(join(folder, 'shadow'), 'root:*:19000:0:99999:7:::\n', { mode: 0o600 });
  writeFileSync(join(folder, 'engine.sock'), '');
  const script = `set -e; cd "$0"
mount --bind "$1" engine.sock; mount --bind passwd /etc/passwd; mount --bind shadow /etc/shadow
mount -t tmpfs tmpfs /run; mkdir /run/sshd; shift; exec "$@"`;
  const view = ['unshare', '-m', '--propagation', 'private', 'sh', '-c', script];
  return [...view, folder, socket, ...sshd];
}

async function untilItListens(child: ChildProcess): Promise<void> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('Server listening')) resolve(undefined);
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`sshd did not start: ${said}`)));
  await promise;
}
