import type { AuditFields, AuditIntent, AuditStore, AuditTrail, AuditValue } from '@devbench/core';

import type { AuditConfig } from './config.ts';
import { redact, redactList } from './redact.ts';

/** A secret that the cut would make unrecognizable is hidden first. */
const OVERLAP = 1024;

/** Writes redacted records to the store. Rejects with `state_unavailable` when it cannot. */
export function createAuditTrail(
  store: Pick<AuditStore, 'append' | 'finish'>,
  { longestValue }: AuditConfig,
): AuditTrail {
  const short = (text: string) =>
    text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
  const roughly = (text: string) => text.slice(0, longestValue + OVERLAP);
  const clean = (value: AuditValue): AuditValue => {
    if (typeof value === 'string') return short(redact(roughly(value)));
    return Array.isArray(value) ? redactList(value.map(roughly)).map(short) : value;
  };
  const cleaned = (fields: AuditFields): AuditFields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(value)]));
  return {
    begin: (intent: AuditIntent) => store.append({ ...intent, fields: cleaned(intent.fields) }),
    end: ({ callId }, outcome) => store.finish(callId, outcome),
  };
}
