import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import ssh2, { type Connection, type ServerChannel } from 'ssh2';

const { Server, utils } = ssh2;

/** Whether this machine has what a connection over ssh needs on its two sides. */
export const canUseSsh = ['ssh', 'ssh-keygen', 'docker'].every(
  (program) => spawnSync('which', [program]).status === 0,
);

/**
 * An ssh server on 127.0.0.1 that runs commands for whoever has its key, with `env`. `path` is a folder with an `ssh`
 * that is the real one with the settings of this test, as nobody's own settings are to be touched.
 */
export async function startSshServer(folder: string, env: Readonly<Record<string, string>>) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['host', 'id', 'stranger']) {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  }
  const allowed = keyOf(join(folder, 'id.pub'));
  const connections = new Set<Connection>();
  const server = new Server({ hostKeys: [readFileSync(join(folder, 'host'))] }, (client) => {
    connections.add(client);
    client
      .on('close', () => connections.delete(client))
      .on('error', () => undefined)
      .on('authentication', (context) => {
        if (context.method !== 'publickey') return context.reject(['publickey']);
        const { key, signature, blob, hashAlgo } = context;
        const isIt = key.data.equals(allowed.getPublicSSH());
        // Its answer may also be an Error.
        const proves =
          !signature || String(allowed.verify(blob ?? '', signature, hashAlgo)) === 'true';
        return isIt && proves ? context.accept() : context.reject(['publickey']);
      })
      .on('session', (accept) =>
        accept().on('exec', (run, _, { command }) => runCommand(run(), command, env)),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [kind = '', data = ''] = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ');
  writeFileSync(join(folder, 'known'), `[127.0.0.1]:${port} ${kind} ${data}\n`);

  const client = (name: string, settings: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path);
    const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
    writeFileSync(join(path, 'config'), lines.join(''));
    const real = execFileSync('which', ['ssh'], { encoding: 'utf8' }).trim();
    const script = `#!/bin/sh\nexec ${real} -F '${join(path, 'config')}' "$@"\n`;
    writeFileSync(join(path, 'ssh'), script, { mode: 0o755 });
    return path;
  };
  const known = {
    ...{ IdentityFile: join(folder, 'id'), IdentitiesOnly: 'yes', GlobalKnownHostsFile: 'none' },
    ...{ UserKnownHostsFile: join(folder, 'known'), StrictHostKeyChecking: 'yes' },
  };
  return {
    host: `ssh://anybody@127.0.0.1:${port}`,
    path: client('friend', known),
    /** As `path`: with a key that the server does not know. */
    strangersPath: client('other', { ...known, IdentityFile: join(folder, 'stranger') }),
    /** As `path`: where the server's own key is not known. */
    newcomersPath: client('newcomer', { ...known, UserKnownHostsFile: 'none' }),
    async [Symbol.asyncDispose]() {
      server.close();
      for (const each of connections) each.end();
      if (server.address() !== null) await once(server, 'close');
    },
  };
}

function keyOf(file: string) {
  const key = utils.parseKey(readFileSync(file));
  if (key instanceof Error) throw key;
  return key;
}

/** As a shell of a login would. */
function runCommand(
  channel: ServerChannel,
  command: string,
  env: Readonly<Record<string, string>>,
) {
  const variables = Object.entries(env).map((pair) => pair.join('='));
  const child = spawn('env', [...variables, 'sh', '-c', command]);
  channel.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('close', () => child.kill()).on('error', () => undefined);
  child.on('close', (code) => {
    channel.exit(code ?? 1);
    channel.end();
  });
}
