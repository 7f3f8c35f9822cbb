import { randomBytes } from 'node:crypto';

import { aloneWith } from '@devbench/testing';
import Docker from 'dockerode';
import { expect, it, onTestFinished } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { asDockerMcp, asMcpDevbench } from '../testing/other-servers.ts';
import { startSession } from '../testing/session.ts';
import type { Run } from '../testing/workspace.ts';

const docker = new Docker();
/** A busy machine takes its time. */
const LONG = { timeout: 180_000 };
const mark = randomBytes(6).toString('hex');

interface Reconciled {
  readonly actions: { action: string; subject: string; outcome: string; reason: string }[];
}
interface Listed {
  readonly containers: { container_id: string; alias: string; persistent: boolean }[];
}

/** As the other server leaves it: running, with files of the user that it ran commands as. */
async function left(body: Docker.ContainerCreateOptions, user: string, volume?: string) {
  const container = await docker.createContainer(body);
  onTestFinished(async () => {
    await container.remove({ force: true, v: true }).catch(() => undefined);
    if (volume === undefined) return;
    await docker
      .getVolume(volume)
      .remove()
      .catch(() => undefined);
  });
  await container.start();
  if (volume === undefined) return container.id;
  const script = 'echo precious > file; mkdir -p sub; echo deep > sub/file; ln -s /etc/passwd link';
  const exec = await container.exec({ Cmd: ['sh', '-c', script], User: user, AttachStdout: true });
  const said = await exec.start({});
  await new Promise((resolve) => said.resume().once('end', resolve));
  return container.id;
}

const exists = async (id: string) =>
  (await docker.listContainers({ all: true })).some(({ Id }) => Id === id);

it(
  'adopts what mcp-devbench and docker-mcp left, when it is asked to, and loses no file',
  LONG,
  async () => {
    const alone = await aloneWith('adoption');
    onTestFinished(() => alone[Symbol.dispose]());
    const db = `mcpdevbench_persist_c_${mark}`;
    const dm = `mcp-session-${mark}`;
    await docker.createVolume({ Name: dm, Labels: { 'mcp-managed': 'true', 'mcp-session': mark } });
    // It gives nobody the folder, so there its commands write only as root.
    const one = await left(asMcpDevbench(db, `old-${mark}`), '0', db);
    const two = await left(asDockerMcp(mark), '', dm);
    const bare = await left(asDockerMcp(''), '');
    using folder = tempFolder();
    await using session = await startSession(folder.path, { MCP_TOOLSETS: 'workspace,more,admin' });
    const said = async (input: object) => {
      const { actions } = await session.data<Reconciled>('reconcile', { ...input });
      const mine = (subject: string) => actions.find((it) => it.subject === subject);
      return [db, dm, bare].map((subject) => mine(subject)?.outcome);
    };

    expect(await said({})).toEqual(['left', 'left', 'left']);
    expect(await said({ dry_run: true, adopt: true })).toEqual(['planned', 'planned', 'planned']);
    expect([await exists(one), await exists(two), await exists(bare)]).toEqual([true, true, true]);
    expect(await said({ adopt: true })).toEqual(['done', 'done', 'left']);

    expect([await exists(one), await exists(two), await exists(bare)]).toEqual([
      false,
      false,
      true,
    ]);
    const { containers } = await session.data<Listed>('list_containers');
    const adopted = containers.map(({ alias }) => alias).sort();
    expect(adopted).toEqual([expect.stringMatching(/^adopted-/) as string, `old-${mark}`]);
    for (const { container_id, persistent } of containers) {
      expect(persistent).toBe(true);
      const script = 'cat file sub/file; echo more >> sub/file; echo new > sub/new; readlink link';
      const { stdout, exit_code } = await session.data<Run>('exec_run', { container_id, script });
      expect({ stdout, exit_code }).toEqual({
        stdout: 'precious\ndeep\n/etc/passwd\n',
        exit_code: 0,
      });
      await session.data('kill', { container_id, keep_workspace: false });
    }
    const { Volumes } = await docker.listVolumes();
    expect(Volumes.filter(({ Name }) => Name === db || Name === dm)).toEqual([]);
  },
);
