import { isLike, type Part, type Quota, type Workspace } from '@devbench/core';

import { createBackground } from '../exec/background.ts';
import type { BaseServices } from '../base-services.ts';
import { removeWorkspace } from '../workspace/remove-workspace.ts';
import { checkPool, emptyPool } from './check.ts';
import { fillPool } from './fill.ts';
import { planKinds } from './kinds.ts';

/** Workspaces that were made before anybody asked. */
export interface WarmPool {
  /**
   * One like `planned` that answers, which is its owner's from now on; undefined when none waits. The engine is not
   * asked. Rejects with `alias_taken` and `quota_exceeded`.
   */
  claim(planned: Workspace, quota?: Quota): Promise<Workspace | undefined>;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** After a claim: the first command of the claimed one comes before what replaces it. */
const QUIET_MS = 200;

/**
 * Keeps the pool full. Servers that share a state share its pool: rows are counted and taken in single statements.
 * `stop` leaves the pool as it is to servers that live on, and empties it when there is none.
 */
export function createWarmPool(services: BaseServices): WarmPool & Required<Part> {
  const stopped = new AbortController();
  const background = createBackground();
  const { workspaces, engine, observer, servers, clock, config } = services;
  let wake = new AbortController();

  const pause = (ms: number, wakeful: boolean) => {
    const signals = wakeful ? [stopped.signal, wake.signal] : [stopped.signal];
    return clock.sleep(ms, AbortSignal.any(signals));
  };

  const isAlone = async () => {
    return [...(await servers.alive(clock.now()))].every((server) => server === servers.self);
  };

  const tend = async () => {
    const { size, checkMs } = config.warmPool;
    let checkAt = clock.monotonicMs();
    for (let failures = 0; !stopped.signal.aborted;) {
      wake = new AbortController();
      if (clock.monotonicMs() >= checkAt) {
        // A state that cannot be reached is tried again at the next check.
        await isAlone()
          .then((alone) => checkPool(services, { alone }))
          .catch(() => undefined);
        checkAt = clock.monotonicMs() + checkMs;
      }
      if (size === 0) return;
      const failure = await fillPool(services, stopped.signal);
      failures = failure ? failures + 1 : 0;
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
      await pause(failure ? retryMs : checkAt - clock.monotonicMs(), !failure);
      if (wake.signal.aborted) await pause(QUIET_MS, false);
    }
  };

  const isOurs = (planned: Workspace) => {
    try {
      return planKinds(services, config.warmPool).some((kind) => isLike(kind, planned));
    } catch {
      // The loop has said what the policy has against it.
      return false;
    }
  };

  return {
    async claim(planned, quota) {
      if (planned.persistent || !isOurs(planned)) return undefined;
      for (;;) {
        const claimed = await workspaces.claimWarm(planned, quota);
        wake.abort(null);
        if (!claimed) {
          observer.pooled({ event: 'miss' });
          return undefined;
        }
        try {
          await engine.ping(claimed);
          observer.pooled({ event: 'hit' });
          return claimed;
        } catch {
          await workspaces.update(claimed.id, { status: 'removing' });
          background.add(removeWorkspace(services, claimed, { graceMs: 0, keepVolume: false }));
        }
      }
    },

    async start() {
      background.add(tend());
    },

    async stop() {
      stopped.abort(null);
      await background.settled();
      // Of two that stop at once the second has to see that the first is gone.
      await servers.leave();
      if (await isAlone()) await emptyPool(services);
    },
  };
}
