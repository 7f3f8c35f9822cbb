import { AppError, type KeyClaim, type KeyState } from '@devbench/core';

import type { Services } from '../services.ts';
import type { Call } from './call.ts';
import { canonicalHash } from './canonical-hash.ts';
import { type Next, type Outcome, outcomeOf, type Step } from './compose.ts';

const ASK_AGAIN_MS = 100;

type Value = Readonly<Record<string, unknown>>;

/**
 * Runs a call that names a key once, and gives its result to every repetition, also at the same time and after
 * a restart. A call that fails does not burn its key.
 */
export const idempotency = (services: Services, stopping: AbortSignal): Step => {
  const { keys, clock, config } = services;
  /** Calls of this server, so that a repetition waits for the first without asking the state. */
  const running = new Map<string, Promise<unknown>>();

  const claimed = async (claim: KeyClaim, signal: AbortSignal): Promise<KeyState> => {
    for (;;) {
      const state = await keys.claim(claim, clock.now());
      if (state.state !== 'running') return state;
      await clock.sleep(ASK_AGAIN_MS, signal);
      if (stopping.aborted) throw new AppError('shutting_down', 'The server is stopping.');
      if (signal.aborted) throw new AppError('call_cancelled', 'The caller cancelled the call.');
    }
  };

  const once = async (call: Call, first: KeyClaim, next: Next): Promise<Outcome> => {
    let claim = first;
    for (;;) {
      const state = await claimed(claim, call.signal);
      if (state.state !== 'done') break;
      const value = state.result as Value;
      const holds = await call.operation.stillHolds?.(services, claim.owner, value as never);
      if (holds ?? true) return outcomeOf(value);
      // What is done cannot be taken back, so the successor of a dead result has a name made from it.
      claim = { ...claim, key: await canonicalHash([claim.key, value]) };
    }
    let outcome: Outcome;
    try {
      outcome = await next();
    } catch (thrown) {
      await keys.release(claim).catch(() => undefined);
      throw thrown;
    }
    const until = new Date(clock.now().getTime() + config.keysKeptMs);
    await keys.complete(claim, outcome.value, until);
    return outcome;
  };

  return async (call, next) => {
    const { idempotency_key: key } = call.input;
    if (typeof key !== 'string') return next();
    const { idempotency_key: _key, ...rest } = call.input;
    const claim = {
      owner: call.caller.principal.id,
      operation: call.operation.name,
      key,
      inputHash: await canonicalHash({ ...rest, container_id: call.workspace?.id }),
    };
    const name = JSON.stringify([claim.owner, claim.operation, key]);
    await waitFor(running, name, call.signal);
    const mine = once(call, claim, next);
    running.set(name, mine);
    try {
      return await mine;
    } finally {
      running.delete(name);
    }
  };
};

async function waitFor(
  running: ReadonlyMap<string, Promise<unknown>>,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  for (let first = running.get(name); first; first = running.get(name)) {
    await new Promise<void>((resolve, reject) => {
      const cancel = () => reject(new AppError('call_cancelled', 'The caller cancelled the call.'));
      signal.addEventListener('abort', cancel, { once: true });
      const settled = () => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      first.then(settled, settled);
    });
  }
}
