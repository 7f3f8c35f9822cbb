import { AppError } from '@devbench/core';
import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup() {
  const ports = testPorts();
  const operations = createOperations(ports, operationsConfig.parse({}));
  await ports.workspaces.reserve(aWorkspace({ alias: 'box' }));
  const call = (name: string, input: object, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  return { ports, operations, call };
}

const run = { container_id: 'box', cmd: ['prog', 'arg'] };

it('a command that cannot be started leaves nothing', async () => {
  const { ports, call } = await setup();
  const fails = new AppError('file_not_found', '/nowhere does not exist.');
  ports.commands.script = () => ({ fails });

  const pending = call('exec_start', { ...run, cwd: '/nowhere' });

  await expect(pending).rejects.toMatchObject({ code: 'file_not_found' });
  expect(await call('list_execs', { include_ended: true })).toMatchObject({ execs: [] });
});

it('exec_start runs a script in sh, with its stdin, below the workspace', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });

  const input = { container_id: 'c_1', script: 'cat', stdin: 'in', workdir: 'sub', timeout_s: 5 };
  const { exec_id } = await call('exec_start', { input_data: input });

  expect(ports.commands.specs).toMatchObject([
    { argv: ['/bin/sh', '-c', 'cat'], cwd: '/workspace/sub', stdin: 'open', timeoutMs: 5000 },
  ]);
  expect(ports.commands.of(String(exec_id))).toMatchObject({ input: 'in', inputEnded: true });
});

it.each([
  [{}, 'invalid_argument'],
  [{ cmd: ['a'], script: 'b' }, 'invalid_argument'],
  [{ cmd: [] }, 'invalid_argument'],
  [{ cmd: [''] }, 'invalid_argument'],
  [{ cmd: ['a'], timeout_s: 0 }, 'invalid_argument'],
  [{ cmd: ['a'], timeout_s: 86_401 }, 'invalid_argument'],
  [{ cmd: ['a'], env: { 'A=B': '' } }, 'invalid_argument'],
  [{ cmd: ['a'], as_root: true }, 'as_root_denied'],
])('exec_start refuses %j', async (input, code) => {
  const { ports, call } = await setup();

  const pending = call('exec_start', { container_id: 'box', ...input });

  await expect(pending).rejects.toMatchObject({ code });
  expect(ports.commands.started).toEqual([]);
});
