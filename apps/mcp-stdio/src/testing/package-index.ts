import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Docker from 'dockerode';

import { foreignContainer } from './foreign-container.ts';

const SERVER = readFileSync(join(import.meta.dirname, 'package-server.py'), 'utf8');

/** Made-up packages on the engine's bridge network; answers the environment that leads pip and npm to them. */
export async function packageIndex() {
  const container = await foreignContainer('devbench-e2e-index', {
    Image: 'python:3.11-slim',
    Cmd: ['python3', '-c', SERVER],
  });
  const { NetworkSettings } = await new Docker().getContainer(container.id).inspect();
  const address = NetworkSettings.Networks.bridge?.IPAddress ?? '';
  return {
    url: `http://${address}:8000`,
    env: {
      PIP_INDEX_URL: `http://${address}:8000/simple`,
      PIP_TRUSTED_HOST: address,
      PIP_RETRIES: '10',
      NPM_CONFIG_REGISTRY: `http://${address}:8000/`,
    },
    [Symbol.asyncDispose]: () => container[Symbol.asyncDispose](),
  };
}
