import type { Part, Workspace } from '@devbench/core';

import type { BaseServices } from '../base-services.ts';
import type { Power } from '../workspace/power.ts';
import { expire } from './expire.ts';
import { stopIdle } from './stop-idle.ts';

/** Ends what has had its time, and lets rest what nobody uses. */
export interface Keeper {
  /** To be told of a workspace whose time is limited. */
  noted(workspace: Workspace): void;
}

/** Other servers make workspaces, too, and do not tell. */
const LOOK_AGAIN_MS = 60_000;
const RETRY_MS = 5_000;

/** Sleeps until the next workspace is due. Begins with what has expired while no server ran. */
export function createKeeper(
  services: BaseServices & { readonly power: Power },
): Keeper & Required<Part> {
  const { clock, config } = services;
  const { idleStopMs } = config;
  const stopped = new AbortController();
  let kept: Promise<void> = Promise.resolve();
  let wake = new AbortController();

  const keep = async (): Promise<number> => {
    const { next, done } = await expire(services);
    const idle = idleStopMs > 0 ? await stopIdle(services, idleStopMs) : undefined;
    const until = (at: Date | undefined) => (at?.getTime() ?? Infinity) - clock.now().getTime();
    const lookAgainMs = idleStopMs > 0 ? Math.min(idleStopMs, LOOK_AGAIN_MS) : LOOK_AGAIN_MS;
    const ms = Math.min(until(done ? next : undefined), until(idle), lookAgainMs);
    return done ? Math.max(ms, 0) : Math.min(ms, RETRY_MS);
  };

  const tend = async () => {
    while (!stopped.signal.aborted) {
      wake = new AbortController();
      const ms = await keep().catch(() => RETRY_MS);
      await clock.sleep(ms, AbortSignal.any([stopped.signal, wake.signal]));
    }
  };

  return {
    noted({ expiresAt }) {
      if (expiresAt) wake.abort(null);
    },
    async start() {
      kept = tend();
    },
    async stop() {
      stopped.abort(null);
      await kept;
    },
  };
}
