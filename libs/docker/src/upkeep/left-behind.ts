import type { LeftBehind } from '@devbench/core';
import { WORKSPACE_PATH } from '@devbench/core';
import type Dockerode from 'dockerode';
import type { DockerConfig } from '../config.ts';
import type { Connection } from '../engine/connection.ts';
import { MANAGED } from '../engine/labels.ts';

type From = LeftBehind['from'];
const OTHERS_LABEL = 'mcp-managed';
/** The volumes of other servers carry no labels of theirs, or none that say more than their name. */
const VOLUME_OF: readonly (readonly [prefix: string, from: From])[] = [
  ['mcpdevbench_persist_', 'mcp-devbench'],
  ['mcpdevbench_transient_', 'mcp-devbench'],
  ['mcp-session-', 'docker-mcp'],
];

/** Containers and volumes of mcp-devbench and docker-mcp, and our own, by volume. */
export async function findLeftBehind(
  { docker, call }: Connection,
  { instance }: Pick<DockerConfig, 'instance'>,
): Promise<readonly LeftBehind[]> {
  const labelled = (label: string) =>
    call((abortSignal) =>
      docker.listContainers({ all: true, filters: { label: [`${label}=true`] }, abortSignal }),
    );
  const [ours, theirs, { Volumes }] = await Promise.all([
    labelled(MANAGED),
    labelled(OTHERS_LABEL),
    call((abortSignal) => docker.listVolumes({ abortSignal })),
  ]);
  const containers = [...new Map([...ours, ...theirs].map((it) => [it.Id, it])).values()];

  const found = new Map<string, LeftBehind>();
  for (const container of containers) {
    const from = originOf(container, instance);
    if (from === undefined) continue;
    const volume = volumeOf(container);
    const key = volume ?? container.Id;
    const known = found.get(key);
    found.set(key, {
      from,
      volume,
      engineIds: [...(known?.engineIds ?? []), container.Id],
      image: known?.image ?? container.Image,
      alias: known?.alias ?? said(container.Labels['com.mcp.alias']),
      owner: said(container.Labels['com.mcp.owner']),
    });
  }
  for (const { Name } of Volumes) {
    const from = originOfVolume(Name);
    if (from === undefined || found.has(Name)) continue;
    found.set(Name, {
      ...{ from, volume: Name, engineIds: [] },
      ...{ image: undefined, alias: undefined, owner: undefined },
    });
  }
  return [...found.values()];
}

/** Of ours only the persistent ones of this installation; another installation looks after its own. */
function originOf({ Labels }: Dockerode.ContainerInfo, instance: string): From | undefined {
  if (Labels[OTHERS_LABEL] === 'true') return 'docker-mcp';
  if (Labels['com.mcp.instance'] === undefined) return 'mcp-devbench';
  const ours = Labels['com.mcp.instance'] === instance && Labels['com.mcp.persistent'] === 'true';
  return ours ? 'devbench' : undefined;
}

const originOfVolume = (name: string) => VOLUME_OF.find(([prefix]) => name.startsWith(prefix))?.[1];

const volumeOf = ({ Mounts }: Dockerode.ContainerInfo) =>
  Mounts.find(({ Type, Destination }) => Type === 'volume' && Destination === WORKSPACE_PATH)?.Name;

/** An empty label says nothing. */
const said = (label: string | undefined) => (label === '' ? undefined : label);
