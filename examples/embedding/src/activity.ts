import type { AuditIntent, AuditOutcome, AuditTrail } from '@devbench/core';

/** How many calls are remembered. */
const KEPT = 1_000;

/** An audit trail of our own: the last calls of each user, to show to them. */
export function createActivity() {
  const calls: { readonly intent: AuditIntent; outcome?: AuditOutcome }[] = [];

  const trail: AuditTrail = {
    async begin(intent) {
      calls.push({ intent });
      if (calls.length > KEPT) calls.shift();
    },
    async end({ callId }, outcome) {
      const call = calls.findLast(({ intent }) => intent.callId === callId);
      if (call) call.outcome = outcome;
    },
  };
  const of = (user: string) =>
    calls
      .filter(({ intent }) => intent.actor === user)
      .map(({ intent, outcome }) => ({
        at: intent.at,
        action: intent.action,
        outcome: outcome?.outcome ?? 'running',
      }));
  return { trail, of };
}

export type Activity = ReturnType<typeof createActivity>;
