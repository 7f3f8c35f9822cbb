import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';

import Docker from 'dockerode';

import type { Session } from '../testing/session.ts';
import { snapshotsOf } from '../testing/snapshots.ts';

interface Row {
  readonly container_id: string;
  readonly status: string;
}

/** The label of everything that servers on this state make. */
const instanceOf = (folder: string) =>
  createHash('sha256')
    .update(`${hostname()}\0${join(folder, 'state.db')}`)
    .digest('hex')
    .slice(0, 16);

const idOf = (labels: Readonly<Record<string, string>> | null) =>
  labels?.['com.mcp.container_id'] ?? '';

const workspaceVolume = ({
  Destination,
  Name,
}: {
  Destination: string;
  Name?: string | undefined;
}) => (Destination === '/workspace' && Name !== undefined ? [Name] : []);

/** What engine and state do not agree about: none, once nothing is under way. */
export async function differences(
  session: Session,
  { path }: { path: string },
  docker = new Docker(),
): Promise<readonly string[]> {
  const filters = { label: [`com.mcp.instance=${instanceOf(path)}`] };
  const { containers: rows } = await session.data<{ containers: Row[] }>('list_containers', {
    include_stopped: true,
  });
  const containers = await docker.listContainers({ all: true, filters });
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  const snapshots = await snapshotsOf(session);
  const known = new Map(rows.map((row) => [row.container_id, row]));
  const states = new Map(containers.map(({ Labels, State }) => [idOf(Labels), State]));
  const unsettled = rows.filter(({ container_id, status }) => {
    const expected = status === 'running' ? 'running' : status === 'stopped' ? 'exited' : undefined;
    return expected === undefined || states.get(container_id) !== expected;
  });
  const there = new Set(volumes.map(({ Name }) => Name));
  const owned = new Set([
    ...volumes.map(({ Name }) => Name).filter((name) => name.startsWith('devbench-persistent-')),
    ...containers.flatMap(({ Mounts }) => Mounts).flatMap(workspaceVolume),
    ...snapshots.map(({ snapshot_id }) => `devbench-${snapshot_id.replace('_', '-')}`),
  ]);
  return [
    ...unsettled.map((row) => `row ${row.container_id} ${row.status}`),
    ...[...states.keys()].filter((id) => !known.has(id)).map((id) => `container ${id}`),
    ...snapshots
      .filter(({ status }) => status !== 'ready')
      .map(({ snapshot_id, status }) => `snapshot ${snapshot_id} ${status}`),
    ...volumes.filter(({ Name }) => !owned.has(Name)).map(({ Name }) => `volume ${Name}`),
    ...[...owned].filter((name) => !there.has(name)).map((name) => `no volume ${name}`),
  ];
}

/** Containers that any server on the engine uses for a moment. */
export async function scratchOf(docker = new Docker()): Promise<readonly string[]> {
  const filters = { label: ['com.mcp.scratch=true'] };
  const found = await docker.listContainers({ all: true, filters });
  return found.map(({ Names }) => Names.join());
}

/** Everything of the state goes, with what was to be kept. */
export async function removeAll({ path }: { path: string }, docker = new Docker()): Promise<void> {
  const filters = { label: [`com.mcp.instance=${instanceOf(path)}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true, v: true });
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes) await docker.getVolume(Name).remove();
}
