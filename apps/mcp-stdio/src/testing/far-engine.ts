import { join } from 'node:path';

import {
  canUseOpenSsh,
  createTlsFiles,
  startOpenSsh,
  startSshServer,
  startTlsEngine,
} from '@devbench/testing/remote';

import { FAR_ENGINE } from './environment.ts';
import { tempFolder } from './folder.ts';

const things = new AsyncDisposableStack();

/** Before all suites: the engine of this machine, behind mutual TLS or ssh for the servers that tests start. */
export async function setup(): Promise<void> {
  const socket = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');
  const folder = things.use(tempFolder());
  if (process.env.DEVBENCH_REMOTE === 'tls') {
    const files = createTlsFiles(join(folder.path, 'tls'));
    const { host } = things.use(await startTlsEngine(files, socket));
    const way = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: files.client };
    process.env[FAR_ENGINE] = JSON.stringify(way);
  } else {
    const start = canUseOpenSsh ? startOpenSsh : startSshServer;
    const { host, path } = things.use(await start(join(folder.path, 'ssh'), socket));
    const PATH = `${path}:${process.env.PATH ?? ''}`;
    process.env[FAR_ENGINE] = JSON.stringify({ DOCKER_HOST: host, PATH });
  }
}

export const teardown = (): Promise<void> => things.disposeAsync();
