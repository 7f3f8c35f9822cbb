import type { FoundVolume } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Connection } from '../engine/connection.ts';
import type { createGuestAgents } from '../engine/guest-agent.ts';
import { containerName, GUEST, MANAGED, PERSISTENT_VOLUME } from '../engine/labels.ts';

interface ListedVolume {
  readonly Name: string;
  readonly CreatedAt?: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** All volumes that carry one of our labels, and whether anything needs them. */
export async function findVolumes(
  connection: Connection,
  { instance }: Pick<DockerConfig, 'instance'>,
  agents: ReturnType<typeof createGuestAgents>,
): Promise<readonly FoundVolume[]> {
  const { docker, call } = connection;
  const labelled = async (label: string) => {
    const filters = { label: [`${label}=true`] };
    const { Volumes } = await call((abortSignal) => docker.listVolumes({ filters, abortSignal }));
    return Volumes as unknown as readonly ListedVolume[];
  };
  const [own, agentVolumes] = await Promise.all([labelled(MANAGED), labelled(GUEST)]);
  // After the volumes, so that one that has just got its container counts as used.
  const used = await mountedVolumes(connection);
  const current = await currentAgents(agents);

  const describe = (kind: (volume: ListedVolume) => FoundVolume['kind']) => (it: ListedVolume) => ({
    name: it.Name,
    kind: kind(it),
    persistent:
      it.Labels?.['com.mcp.persistent'] === 'true' || it.Name.startsWith(PERSISTENT_VOLUME),
    inUse: used.has(it.Name) || current.has(it.Name),
    createdAt: new Date(it.CreatedAt ?? 0),
  });
  const isOurs = ({ Name, Labels }: ListedVolume) =>
    Labels?.['com.mcp.instance'] === instance &&
    Name === containerName(Labels['com.mcp.container_id'] as never);
  return [
    ...own.map(describe((volume) => (isOurs(volume) ? 'workspace' : 'other'))),
    ...agentVolumes.map(
      describe(({ Name }) => (Name.startsWith('devbench-guest-') ? 'agent' : 'other')),
    ),
  ];
}

async function mountedVolumes({ docker, call }: Connection): Promise<ReadonlySet<string>> {
  const all = await call((abortSignal) => docker.listContainers({ all: true, abortSignal }));
  return new Set(all.flatMap(({ Mounts }) => Mounts.map(({ Name }) => Name ?? '')));
}

/** An agent that is not built here is not needed either. */
async function currentAgents(agents: ReturnType<typeof createGuestAgents>) {
  const known = await Promise.all(
    (['x64', 'arm64'] as const).map((arch) => agents(arch).catch(() => undefined)),
  );
  return new Set(known.map((agent) => agent?.volume));
}
