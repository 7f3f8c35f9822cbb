import { AppError, type ExecSpec } from '@devbench/core';
import { aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { dryPorts } from './dry-ports.ts';

const signal = new AbortController().signal;
const spec: ExecSpec = {
  ...{ argv: ['true'], cwd: '/', env: {}, asRoot: false, stdin: 'closed', tty: undefined },
  ...{ timeoutMs: 1, graceMs: 1 },
};
const copying = { signal, onProgress: () => undefined };

it('refuses all that changes the engine, through every port', async () => {
  const ports = testPorts();
  const { engine, copies, host, commands, engineUpkeep } = dryPorts(ports);
  const work = aWorkspace();
  const id = 'e_1' as never;
  const changes = [
    () => engine.ensureImage('x', copying),
    () => engine.create(work, signal),
    () => engine.start(work),
    () => engine.stop(work, 0),
    () => engine.remove(work, { keepVolume: true }),
    () => copies.clone(work, work, copying),
    () => copies.discard('x'),
    () => copies.thaw(),
    () => host.spawn('x', id, { ...spec, user: undefined }),
    () => commands.spawn(work, id, spec),
    () => engineUpkeep.giveFiles(work),
    () => engineUpkeep.removeVolume('x'),
    () => engineUpkeep.removeContainer('x'),
  ];
  for (const change of changes) {
    const refused: unknown = await Promise.resolve(change()).catch((error: unknown) => error);
    expect(refused, String(change)).toBeInstanceOf(AppError);
    expect(refused, String(change)).toMatchObject({ code: 'policy_denied' });
  }
  expect(ports.engine.mutations).toEqual([]);
});

it('looks at everything', async () => {
  const ports = testPorts();
  ports.engine.put(aWorkspace());
  const { engine, copies, host, engineUpkeep } = dryPorts(ports);

  expect(await engine.list()).toHaveLength(1);
  await engine.ping(aWorkspace());
  expect(await engine.volumeSizes()).toEqual(new Map());
  expect(await copies.exists('nothing')).toBe(false);
  expect(await host.find('nothing')).toBeUndefined();
  expect(await engineUpkeep.leftBehind()).toEqual([]);
});
