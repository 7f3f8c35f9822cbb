import { type AuditTrail, type Clock, toAppError } from '@devbench/core';

import type { Step } from './compose.ts';
import { intentOf, outcomeWord } from './record.ts';

interface Recorder {
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/**
 * Intent before, outcome after; a call whose intent cannot be written is refused, unless its operation only
 * tells how the server is.
 * An outcome that cannot be written leaves the intent open, which is on record, too: what was done is
 * not called back, and its result is not kept from the caller.
 */
export const audit =
  ({ audit: trail, clock }: Recorder): Step =>
  async (call, next) => {
    const began = clock.monotonicMs();
    const { evenUnrecorded } = call.operation;
    const unrecorded = (thrown: unknown) => void (call.findings.unrecorded = toAppError(thrown));
    try {
      await trail.begin(intentOf(call));
    } catch (thrown) {
      if (!evenUnrecorded) throw thrown;
      unrecorded(thrown);
      return next();
    }
    call.findings.recorded = true;
    if (evenUnrecorded) await trail.flush?.().catch(unrecorded);
    const durationMs = () => clock.monotonicMs() - began;
    try {
      const outcome = await next();
      await trail
        .end(intentOf(call), { outcome: 'allowed', code: undefined, durationMs: durationMs() })
        .catch(() => undefined);
      return outcome;
    } catch (thrown) {
      const error = toAppError(thrown);
      await trail
        .end(intentOf(call), {
          outcome: outcomeWord(error),
          code: error.code,
          durationMs: durationMs(),
        })
        .catch(() => undefined);
      throw error;
    }
  };

/** Puts calls on record that fail before their intent is written: wrong arguments, unknown targets. */
export const auditRefusals =
  ({ audit: trail, clock }: Recorder): Step =>
  async (call, next) => {
    const began = clock.monotonicMs();
    try {
      return await next();
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!call.findings.recorded && error.code !== 'state_unavailable') {
        const { code } = error;
        const durationMs = clock.monotonicMs() - began;
        await trail
          .begin(intentOf(call))
          .then(() => trail.end(intentOf(call), { outcome: outcomeWord(error), code, durationMs }))
          .catch(() => undefined);
      }
      throw error;
    }
  };
