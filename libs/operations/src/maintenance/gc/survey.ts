import type { Cutoffs } from '@devbench/core';

import type { Services } from '../../operation.ts';
import { allRows } from '../all-rows.ts';
import { type Garbage, orphans } from './plan.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

type Asked = Pick<Services, 'workspaces' | 'engineUpkeep' | 'stateUpkeep' | 'clock' | 'config'>;

/** Volumes are read before the rows: a row is written before its volume is made. */
export async function surveyGarbage(services: Asked): Promise<Garbage> {
  const { workspaces, engineUpkeep, stateUpkeep, clock } = services;
  const volumes = await engineUpkeep.volumes();
  const rows = await allRows(workspaces);
  return {
    rows,
    volumes,
    orphanSince: await stateUpkeep.orphansSince(orphans({ rows, volumes })),
    expired: await stateUpkeep.expired(cutoffs(services)),
    now: clock.now(),
  };
}

export function cutoffs({ clock, config }: Pick<Services, 'clock' | 'config'>): Cutoffs {
  const now = clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  return {
    keysExpiredAt: now,
    execsEndedBefore: ago(config.execRetentionMs),
    attachmentsBefore: ago(DAY_MS),
  };
}
