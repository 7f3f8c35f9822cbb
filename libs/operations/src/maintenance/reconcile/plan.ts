import type { FoundWorkspace, LeftBehind, Workspace } from '@devbench/core';

import type { Repair, Survey } from './difference.ts';
import { expectation, type Seen } from './expectation.ts';

/** What has to be done so that rows and engine say the same. Changes nothing. */
export function planReconcile(survey: Survey, { adopt }: { adopt: boolean }): readonly Repair[] {
  const byEngineId = new Map(survey.found.map((it) => [it.engineId, it]));
  const known = new Set<string>(survey.rows.map(({ id }) => id));
  const seen = ({ engineId }: Workspace): Seen => {
    const container = byEngineId.get(engineId);
    if (!container) return 'missing';
    return container.running ? 'running' : 'stopped';
  };
  return [
    ...survey.rows.flatMap((row) => repairOf(row, seen(row), survey)),
    ...survey.found.filter((it) => it.ours && !known.has(it.id)).flatMap(collect),
    ...survey.left.filter(isUnknown(survey)).map((it) => take(it, adopt)),
  ];
}

/** What has to be done about one row; none when all is well or when it is not for reconcile to say. */
export function repairOf(
  row: Workspace,
  seen: Seen,
  now: Pick<Survey, 'alive' | 'now'>,
): readonly Repair[] {
  const repair = expectation(row, seen, now);
  return repair ? [{ ...repair, subject: row.id, row }] : [];
}

/** A row is there before its container and until after it, so nobody is at work on this one. */
function collect(found: FoundWorkspace): readonly Repair[] {
  if (found.persistent) return [];
  const reason = 'no row knows this container; its files are transient';
  return [{ kind: 'collect', subject: found.id, reason, found }];
}

const isUnknown =
  ({ rows }: Survey) =>
  ({ volume, engineIds }: LeftBehind): boolean =>
    !rows.some((row) => row.volume === volume || engineIds.includes(row.engineId));

function take(left: LeftBehind, adopt: boolean): Repair {
  const { from, volume, engineIds } = left;
  const subject = volume ?? engineIds.join(' ');
  if (volume === undefined) {
    const reason = `${from} left it without files; docker rm removes it`;
    return { kind: 'leave', subject, reason, left };
  }
  const reason = `${from} left these files`;
  return adopt
    ? { kind: 'adopt', subject, reason, left }
    : { kind: 'leave', subject, reason: `${reason}; adopt makes them a container of yours`, left };
}
