import type { Services } from '../../services.ts';
import { type Done, perform } from '../action.ts';
import { type Garbage, orphans, planGarbage, type Removal } from './plan.ts';
import { remove } from './remove.ts';

/** Removes what the survey shows to be garbage, and remembers since when volumes are nobody's. */
export async function collectGarbage(
  services: Services,
  garbage: Garbage,
  signal: AbortSignal,
): Promise<readonly Done<Removal>[]> {
  await services.stateUpkeep.rememberOrphans(orphans(garbage), garbage.now);
  const removals = planGarbage(garbage, services.config.ages);
  return perform(removals, (removal) => remove(services, removal), signal);
}
