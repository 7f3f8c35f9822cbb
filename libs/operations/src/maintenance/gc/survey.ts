import type { Cutoffs } from '@devbench/core';

import type { Services } from '../../services.ts';
import { allRows } from '../all-rows.ts';
import { type Garbage, orphans } from './plan.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

type Asked = Pick<
  Services,
  'workspaces' | 'spares' | 'engineUpkeep' | 'stateUpkeep' | 'clock' | 'config'
>;

/** Volumes are read before the rows: a row is written before its volume is made. */
export async function surveyGarbage(services: Asked): Promise<Garbage> {
  const { workspaces, spares, engineUpkeep, stateUpkeep, clock } = services;
  const found = await engineUpkeep.volumes();
  const spare = new Set((await spares.list()).map(({ volume }) => volume));
  const volumes = found.filter(({ name }) => !spare.has(name));
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
