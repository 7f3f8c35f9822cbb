import type { Expired, FoundVolume, Workspace } from '@devbench/core';

import type { Action } from '../action.ts';

type Kind = 'remove_container' | 'remove_volume' | 'remove_exec' | 'remove_rows';

/** `remove_container` takes a row and all that is of it, `remove_rows` what has expired in the state. */
export interface Removal extends Action<Kind> {
  readonly row?: Workspace;
}

export interface Garbage {
  readonly rows: readonly Workspace[];
  readonly volumes: readonly FoundVolume[];
  /** Since when a volume has been seen without row and container. */
  readonly orphanSince: ReadonlyMap<string, Date>;
  readonly expired: Expired;
  readonly now: Date;
}

export interface Ages {
  readonly transientMs: number;
  readonly orphanMs: number;
}

/** Long enough for the container to come for which another server made the volume. */
const AGENT_MS = 60 * 60 * 1000;

/** What nobody needs any more. Changes nothing, and never names a persistent file. */
export function planGarbage(garbage: Garbage, ages: Ages): readonly Removal[] {
  const { rows, volumes, expired } = garbage;
  return [
    ...rows.filter(isForgotten(garbage, ages)).map((row) => ({
      kind: 'remove_container' as const,
      subject: row.id,
      reason: `transient, ${row.status}, not used for ${days(ages.transientMs)}`,
      row,
    })),
    ...orphans(garbage)
      .filter(isOld(garbage, ages))
      .map((name) => ({
        kind: 'remove_volume' as const,
        subject: name,
        reason: `transient, without a container for ${days(ages.orphanMs)}`,
      })),
    ...volumes.filter(isOldAgent(garbage)).map(({ name }) => ({
      kind: 'remove_volume' as const,
      subject: name,
      reason: 'holds the agent of another version, and no container uses it',
    })),
    ...expired.execs.map((id) => ({
      kind: 'remove_exec' as const,
      subject: id,
      reason: 'ended, and its output has expired',
    })),
    ...expiredRows(expired),
  ];
}

/** Transient volumes of this installation that no row and no container has. */
export const orphans = ({
  rows,
  volumes,
}: Pick<Garbage, 'rows' | 'volumes'>): readonly string[] => {
  const owned = new Set(rows.map(({ volume }) => volume));
  return volumes
    .filter((it) => it.kind === 'workspace' && !it.persistent && !it.inUse && !owned.has(it.name))
    .map(({ name }) => name);
};

const isForgotten =
  ({ now }: Garbage, { transientMs }: Ages) =>
  ({ persistent, status, lastUsedAt }: Workspace) =>
    !persistent &&
    (status === 'stopped' || status === 'failed') &&
    now.getTime() - lastUsedAt.getTime() >= transientMs;

const isOld =
  ({ orphanSince, now }: Garbage, { orphanMs }: Ages) =>
  (name: string) =>
    now.getTime() - (orphanSince.get(name) ?? now).getTime() >= orphanMs;

const isOldAgent =
  ({ now }: Garbage) =>
  ({ kind, inUse, createdAt }: FoundVolume) =>
    kind === 'agent' && !inUse && now.getTime() - createdAt.getTime() >= AGENT_MS;

function expiredRows({ keys, attachments }: Expired): readonly Removal[] {
  const rows = (subject: string, count: number, reason: string): readonly Removal[] =>
    count === 0 ? [] : [{ kind: 'remove_rows', subject: `${count} ${subject}`, reason }];
  return [
    ...rows('idempotency keys', keys, 'expired'),
    ...rows('attachments', attachments, 'ended, or of containers that nobody uses'),
  ];
}

const days = (ms: number) => `${ms / 86_400_000} days`;
