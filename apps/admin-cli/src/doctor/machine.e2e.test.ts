import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { createKernel, loadConfig } from '@devbench/kernel';
import { thisProcess } from '@devbench/kernel/process';
import { expect, it, onTestFinished } from 'vitest';

import { serverEnv, tempFolder } from '../testing/devbench.ts';
import { doctorIn } from '../testing/elsewhere.ts';
import type { Finding } from './examine.ts';

/** Mounts of a process's own take root. */
const isRoot = process.getuid?.() === 0;
const LONG = { timeout: 180_000 };
/** Without what lets root do everything to files. */
const ORDINARY = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
/** So that the doctor makes no workspace. */
const NO_IMAGE = { MCP_DEFAULT_IMAGE_ALIAS: 'devbench/none:such' };

const find = (findings: readonly Finding[], name: string) =>
  findings.find(({ check }) => check === name);

it.runIf(isRoot)('finds disks that are nearly full', LONG, async () => {
  using folder = tempFolder();
  const { kernel: config } = await loadConfig(serverEnv(folder.path), thisProcess());
  const kernel = createKernel(config);
  const engine = (await kernel.engine.facts().finally(() => kernel.stop())).folder;
  const small = join(folder.path, 'small');
  mkdirSync(small);
  // Its own are not seen by anybody else, and end with it.
  const mounts = [small, engine].map((at) => `mount -t tmpfs -o size=1m none '${at}'`);
  const inside = ['unshare', '--mount', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh'];

  const env = { ...NO_IMAGE, MCP_STATE_DB: join(small, 'state.db') };
  const findings = await doctorIn(folder.path, inside, env);

  for (const of of ['state', 'engine'])
    expect(find(findings, `disk of the ${of} has room`)).toMatchObject({
      state: 'problem',
      found: expect.stringMatching(/^Only [01] MiB are free\.$/) as unknown,
      advice: expect.stringMatching(/^(Free space|Remove what)/) as unknown,
    });
});

it('finds a socket that is not for you', LONG, async () => {
  using folder = tempFolder();
  const path = join(folder.path, 'engine.sock');
  const server = createServer().listen(path);
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  chmodSync(path, 0);

  const env = { DOCKER_HOST: `unix://${path}` };
  const findings = await doctorIn(folder.path, isRoot ? ORDINARY : [], env);

  expect(find(findings, 'you may use the socket')).toEqual({
    check: 'you may use the socket',
    state: 'problem',
    found: `${path} is not for you.`,
    advice: expect.stringContaining('usermod -aG docker') as unknown,
  });
  expect(find(findings, 'engine answers')).toMatchObject({ state: 'skipped' });
});
