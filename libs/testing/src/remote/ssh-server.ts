import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import ssh2, { type Connection, type ServerChannel } from 'ssh2';

import { createSshClients, createSshKeys, type SshServer } from './ssh-clients.ts';

const { Server, utils } = ssh2;

/** Whether this machine has what a connection over ssh needs on its two sides. */
export const canUseSsh = ['ssh', 'ssh-keygen', 'docker'].every(
  (program) => spawnSync('which', [program]).status === 0,
);

/** An ssh server on 127.0.0.1 that runs commands for whoever has its key, with `DOCKER_HOST` of the socket. */
export async function startSshServer(folder: string, socket: string): Promise<SshServer> {
  const env = { DOCKER_HOST: `unix://${socket}` };
  createSshKeys(folder);
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
  return {
    host: `ssh://anybody@127.0.0.1:${port}`,
    ...createSshClients(folder, port),
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
