import type { BaseServices } from './base-services.ts';
import type { Keeper } from './keeping/keeper.ts';
import type { WarmPool } from './pool/warm-pool.ts';
import type { Power } from './workspace/power.ts';

/** What handlers may use: the ports and what this room keeps alive between calls. */
export interface Services extends BaseServices {
  readonly pool: WarmPool;
  readonly power: Power;
  readonly keeper: Keeper;
}
