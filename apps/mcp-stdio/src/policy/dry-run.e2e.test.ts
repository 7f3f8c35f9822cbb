import { expect, it } from 'vitest';

import { ended, start } from '../testing/commands.ts';
import { tempFolder } from '../testing/folder.ts';
import { recordingProxy } from '../testing/recording-proxy.ts';
import { startSession } from '../testing/session.ts';
import { IMAGE, spawnWorkspace } from '../testing/workspace.ts';

/** Looking, and the channel to the agent in a container, through which files are read. */
const HARMLESS = /^(GET|HEAD) |^POST \/containers\/\w+\/attach$/;

it('lets nothing through to the engine that changes anything', async () => {
  using folder = tempFolder();
  using proxy = await recordingProxy(folder.path);
  const toolsets = { MCP_TOOLSETS: 'workspace,more' };
  await using wet = await startSession(folder.path, { ...toolsets, DOCKER_HOST: proxy.host });
  await using workspace = await spawnWorkspace(wet);
  const container_id = workspace.id;
  await workspace.sh('echo kept > a');
  const exec_id = await start(wet, container_id, { cmd: ['sleep', '1000'] });
  // The proxy sees what changes something, or the test would prove nothing.
  expect(proxy.asked.filter((one) => !HARMLESS.test(one))).toContain('POST /containers/create');
  proxy.asked.length = 0;

  const env = { ...toolsets, DOCKER_HOST: proxy.host, MCP_DOCKER_DRY_RUN: 'true' };
  await using dry = await startSession(folder.path, env);
  const { tools } = await dry.client.listTools();
  for (const [name, input] of [
    ['spawn', { image: IMAGE }],
    ['spawn', { image: 'docker.io/library/never-pulled:1' }],
    ['exec_run', { container_id, script: 'rm a' }],
    ['exec_start', { container_id, cmd: ['rm', 'a'], shell: 'main' }],
    ['exec_write', { exec_id, data: 'x' }],
    ['exec_signal', { exec_id, signal: 'SIGKILL' }],
    ['exec_cancel', { exec_id }],
    ['fs_write', { container_id, path: 'a', content: '' }],
    ['fs_delete', { container_id, path: 'a' }],
    ['stop', { container_id }],
    ['kill', { container_id }],
  ] as const) {
    const reply = await dry.call(name, input);
    expect(reply.data, `${name} ${reply.text}`).toMatchObject({ dry_run: true });
    expect(reply.text).toContain(`Dry run, nothing was done. It would ${name}`);
  }
  const output = tools.find(({ name }) => name === 'kill')?.outputSchema;
  expect(output?.properties).toHaveProperty('dry_run');
  expect(await dry.data('fs_read', { container_id, path: 'a' })).toMatchObject({
    content: 'kept\n',
  });

  expect(proxy.asked.filter((one) => !HARMLESS.test(one))).toEqual([]);
  await wet.data('exec_cancel', { exec_id });
  expect(await ended(wet, exec_id)).toMatchObject({ status: 'cancelled' });
});
