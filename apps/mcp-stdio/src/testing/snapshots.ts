import Docker from 'dockerode';

import type { Session } from './session.ts';

export interface Snapshot {
  readonly snapshot_id: string;
  readonly container_id: string;
  readonly name: string | null;
  readonly alias: string | null;
  readonly status: string;
  readonly bytes: number;
  readonly files: number;
}

export const TOOLS = { MCP_TOOLSETS: 'workspace,more' };

export const snapshotsOf = async (session: Session) =>
  (await session.data<{ snapshots: Snapshot[] }>('snapshot_list')).snapshots;

/** All that a copy keeps of a tree; times of last access and change are not. */
export const TREE_STATE =
  "find . -exec stat -c '%n %f %u:%g %s %Y %h' {} + | sort; find . -type f -exec md5sum {} + | sort; " +
  'find . -type l -exec readlink {} +; du -k sparse | cut -f1';

/** Of every kind of file something. */
export const MAKE_TREE = `
  mkdir -p dir/inner; echo content > dir/file; ln dir/file dir/inner/again
  ln -s /etc/passwd link; ln -s nowhere dir/dangling; mkfifo fifo; : > empty; echo x > 'a b\\c'
  dd if=/dev/urandom of=random bs=64k count=20 2>/dev/null; truncate -s 50M sparse
  chmod 711 dir/inner; chmod 500 dir; chmod 640 random; chmod 2750 .
  touch -h -d '2001-02-03 04:05:06' link dir random .`;

/** Names of the volumes, and of the containers that copy, which the engine has of these workspaces and snapshots. */
export async function volumesOf(containerIds: readonly string[]): Promise<readonly string[]> {
  const docker = new Docker();
  const { Volumes: volumes } = await docker.listVolumes();
  const copies = await docker.listContainers({
    all: true,
    filters: { label: ['com.mcp.copy=true'] },
  });
  const belongs = (labels: Readonly<Record<string, string>> | null) =>
    ['com.mcp.container_id', 'com.mcp.origin'].some((name) =>
      containerIds.includes(labels?.[name] ?? ''),
    );
  const mine = volumes.filter(({ Labels }) => belongs(Labels)).map(({ Name }) => Name);
  const copying = copies
    .filter(({ Mounts }) => Mounts.some(({ Name }) => Name !== undefined && mine.includes(Name)))
    .map(({ Names }) => Names.join());
  return [...mine, ...copying].sort();
}
