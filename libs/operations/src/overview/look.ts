import { type Exec, NOBODY, type Ports, type Workspace } from '@devbench/core';

import type { OperationsConfig } from '../config.ts';
import type { Overview, PoolView, PullView } from './overview.ts';
import type { Pulls } from './pulls.ts';
import type { UsageSampler } from './usage-sampler.ts';
import { toAuditView, toContainerView, toExecView } from './views.ts';

export type Looking = Pick<
  Ports,
  'workspaces' | 'execs' | 'engine' | 'servers' | 'clock' | 'auditLog'
> & { readonly pulls: Pick<Pulls, 'running'>; readonly config: OperationsConfig };

const MOST_CONTAINERS = 500;
const MOST_EXECS = 100;
const MOST_ENTRIES = 100;

/** What goes on now; of all without an owner. `audit` are the newest entries, the newest first. */
export async function look(
  services: Looking,
  owner: string | undefined,
  sampler: UsageSampler,
): Promise<Overview> {
  const { workspaces, execs, auditLog, pulls, config } = services;
  const whose = owner === undefined ? {} : { owner };
  const [rows, open, recent, entries] = await Promise.all([
    workspaces.list({ ...whose, limit: MOST_CONTAINERS }),
    execs.list({ ...whose, ended: false, limit: MOST_EXECS }),
    execs.list({ ...whose, newestFirst: true, limit: MOST_EXECS }),
    auditLog.query({ ...(owner !== undefined && { actor: owner }), limit: MOST_ENTRIES }),
  ]);
  const owned = rows.filter((row) => row.owner !== NOBODY);
  return {
    containers: owned.map(toContainerView),
    execs: [...new Map([...recent, ...open].map((exec) => [exec.id, exec])).values()]
      .filter(isCommand)
      .map(toExecView),
    usage: sampler.of(await spokenWith(services, owned, open)),
    pulls: pulls.running().filter((pull) => owner === undefined || isFor(pull, owned)),
    pool: owner === undefined ? poolOf(rows, config) : [],
    audit: entries.map(toAuditView),
  };
}

/** A shell that waits for commands is none. */
const isCommand = ({ shell }: Exec) => shell?.itself !== true;

/** What another server speaks with would lose its connection to it by a question of ours. */
async function spokenWith(
  { servers, clock }: Looking,
  rows: readonly Workspace[],
  open: readonly Exec[],
): Promise<readonly Workspace[]> {
  const { self } = servers;
  const isAlone = [...(await servers.alive(clock.now()))].every((server) => server === self);
  const ours = new Set(open.filter(({ server }) => server === self).map((it) => it.workspaceId));
  return rows
    .filter(({ id, status }) => status === 'running' && (isAlone || ours.has(id)))
    .toSorted((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime());
}

const isFor = ({ image }: PullView, rows: readonly Workspace[]) =>
  rows.some((row) => row.status === 'creating' && row.image === image);

function poolOf(rows: readonly Workspace[], { warmPool }: OperationsConfig): PoolView[] {
  const byKind = new Map<string, PoolView>();
  for (const { owner, image, profile, status } of rows) {
    if (owner !== NOBODY) continue;
    const key = `${image} ${profile}`;
    const none = { image, profile, waiting: 0, in_making: 0, wanted: warmPool.size };
    const known = byKind.get(key) ?? none;
    byKind.set(key, {
      ...known,
      waiting: known.waiting + Number(status === 'warm'),
      in_making: known.in_making + Number(status === 'creating'),
    });
  }
  return [...byKind.values()];
}
