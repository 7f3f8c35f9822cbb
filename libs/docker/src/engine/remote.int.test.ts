import { once } from 'node:events';
import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';

import { freePort } from '@devbench/testing';
import {
  canUseOpenSsh,
  canUseSsh,
  createTlsFiles,
  startOpenSsh,
  startSshServer,
} from '@devbench/testing/remote';
import { afterAll, expect, it, vi } from 'vitest';

import { createDocker } from '../docker.ts';
import { ENGINE_SOCKET } from '../testing/engine-socket.ts';
import { resolveEngine } from './resolve-engine.ts';

const { PATH = '' } = process.env;
const folder = mkdtempDisposableSync(join(tmpdir(), 'devbench-remote-'));
const things = new AsyncDisposableStack();
afterAll(async () => {
  vi.unstubAllEnvs();
  await things.disposeAsync();
  folder.remove();
});

/** What the engine at that address says of itself; the failure when it cannot be asked. */
async function ask(env: Record<string, string>) {
  const docker = createDocker(await resolveEngine(env, folder.path));
  try {
    return await docker.engine.info(30_000).catch((error: unknown) => error);
  } finally {
    await docker.stop();
  }
}

const unavailable = (hint: string) => ({
  code: 'engine_unavailable',
  hint: expect.stringContaining(hint) as string,
});

it('says that nobody listens', async () => {
  const DOCKER_HOST = `tcp://127.0.0.1:${await freePort()}`;
  expect(await ask({ DOCKER_HOST })).toMatchObject(unavailable('nothing answers'));
});

it('trusts an engine by its certificate only', async () => {
  const ours = createTlsFiles(join(folder.path, 'ours'));
  const theirs = createTlsFiles(join(folder.path, 'theirs'));
  const pem = (name: string) => readFileSync(join(ours.engine, `${name}.pem`));
  const keys = { ca: pem('ca'), cert: pem('cert'), key: pem('key') };
  const server = createServer({ ...keys, requestCert: true }, (socket) => socket.destroy());
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const DOCKER_HOST = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const verified = { DOCKER_HOST, DOCKER_TLS_VERIFY: '1' };

  const strangers = { ...verified, DOCKER_CERT_PATH: theirs.client };
  expect(await ask(strangers)).toMatchObject(unavailable('the CA of the engine'));
  server.close();
});

it.for([
  ['ssh2', canUseSsh, startSshServer],
  ['OpenSSH', canUseOpenSsh, startOpenSsh],
] as const)(
  'reaches an engine over ssh by %s, or says why not',
  { timeout: 180_000 },
  async ([name, canUse, start], { skip }) => {
    if (!canUse) return skip();
    const server = things.use(await start(join(folder.path, name), ENGINE_SOCKET));
    const through = (path: string, DOCKER_HOST = server.host) => {
      vi.stubEnv('PATH', `${path}:${PATH}`);
      return ask({ DOCKER_HOST });
    };
    expect(await through(server.path)).toMatchObject({ os: 'linux' });
    expect(await through(server.newcomersPath)).toMatchObject(
      unavailable('accept it by calling ssh'),
    );
    expect(await through(server.deceivedPath)).toMatchObject(unavailable('another key than'));
    expect(await through(server.strangersPath)).toMatchObject(unavailable('Let your key into'));
    const refused = await through(server.path, `ssh://127.0.0.1:${await freePort()}`);
    expect(refused).toMatchObject(unavailable('Call ssh there by hand'));
    expect(refused).toMatchObject({ message: expect.stringContaining('refused') as string });
  },
);
