import type { Services } from '../../services.ts';
import { allRows } from '../all-rows.ts';
import type { Survey } from './difference.ts';

type Asked = Pick<Services, 'workspaces' | 'servers' | 'clock' | 'engine' | 'engineUpkeep'>;

/**
 * Looks at state and engine. Rows that changed meanwhile are left out: what is begun or ended at the moment is
 * no difference. Rejects with `engine_unavailable`.
 */
export async function survey(services: Asked): Promise<Survey> {
  const { workspaces, servers, clock, engine, engineUpkeep } = services;
  const before = new Map((await allRows(workspaces)).map((row) => [row.id, row]));
  const [found, left] = await Promise.all([engine.list(), engineUpkeep.leftBehind()]);
  const after = await allRows(workspaces);
  const now = clock.now();
  const isSteady = ({ id, status, engineId }: (typeof after)[number]) => {
    const row = before.get(id);
    return row?.status === status && row.engineId === engineId;
  };
  const ids = new Set<string>(after.filter((row) => !isSteady(row)).map(({ id }) => id));
  return {
    rows: after.filter(isSteady),
    found: found.filter(({ id }) => !ids.has(id)),
    left: left.filter(
      ({ volume }) => !after.some((row) => ids.has(row.id) && row.volume === volume),
    ),
    alive: await servers.alive(now),
    now,
  };
}
