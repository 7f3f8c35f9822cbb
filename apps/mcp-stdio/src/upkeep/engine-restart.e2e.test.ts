import { expect, it, onTestFinished } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { canOwnEngine, ownEngine } from '../testing/own-engine.ts';
import { type Session, startSession } from '../testing/session.ts';
import { follow, type Run, spawnWorkspace } from '../testing/workspace.ts';

const isLong = process.env.DEVBENCH_LONG !== undefined;
const TIMEOUT_MS = 180_000;

async function setup(...options: readonly string[]) {
  const engine = await ownEngine(...options);
  const folder = tempFolder();
  const env = { MCP_TOOLSETS: 'workspace,more,admin', DOCKER_HOST: engine.host };
  const session = await startSession(folder.path, env);
  onTestFinished(async () => {
    await session.client.close();
    await engine.close();
    folder.remove();
  });
  return { engine, session };
}

const healed = (session: Session) =>
  expect.poll(() => session.data('health')).toMatchObject({ status: 'healthy' });

it.skipIf(!isLong || !canOwnEngine).each([
  ['SIGTERM', []],
  ['SIGKILL', []],
  ['SIGTERM', ['--live-restore']],
  ['SIGKILL', ['--live-restore']],
] as const)(
  'an engine that ends with %s (%j) and comes back costs no file, and no command that it keeps',
  async (signal, options) => {
    const { engine, session } = await setup(...options);
    await using workspace = await spawnWorkspace(session, { persistent: true });
    const container_id = workspace.id;
    await workspace.sh('echo precious > file');
    const script = 'for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 1; done';
    const { exec_id } = await session.data<Run>('exec_start', { container_id, script });
    await follow(session, exec_id, (output) => output.includes('2'));

    await engine.end(signal);
    expect(await session.call('spawn')).toMatchObject({ code: 'engine_unavailable' });
    expect(await session.data('health')).toMatchObject({ docker_connected: false });
    await engine.start();
    await healed(session);

    if (options.length > 0) {
      const { output, page } = await follow(session, exec_id, () => false);
      expect(output.toString()).toBe('1\n2\n3\n4\n5\n6\n7\n8\n9\n');
      expect(page).toMatchObject({ status: 'exited', exit_code: 0 });
    } else {
      const ended = async () => (await session.data<Run>('exec_poll', { exec_id })).status;
      await expect.poll(ended).toBe('killed');
      await session.data('start', { container_id });
    }
    expect(await workspace.sh('cat file')).toMatchObject({ stdout: 'precious\n' });
    await session.data('kill', { container_id, keep_workspace: false });
    expect((await engine.docker.listVolumes()).Volumes).toMatchObject([
      { Name: expect.stringContaining('devbench-guest-') as string },
    ]);
  },
  TIMEOUT_MS,
);
