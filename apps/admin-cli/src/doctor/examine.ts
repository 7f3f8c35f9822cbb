import { toAppError } from '@devbench/core';

import type { Check } from './check.ts';
import type { Patient } from './patient.ts';

export interface Finding {
  readonly check: string;
  readonly state: 'fine' | 'problem' | 'minor' | 'skipped';
  /** What was found, or which check has to be fine first. */
  readonly found: string | null;
  readonly advice: string | null;
}

/** Asks one after the other; what needs something that is wrong is skipped. */
export async function* examine(checks: readonly Check[], patient: Patient): AsyncIterable<Finding> {
  const bad = new Set<string>();
  for (const check of checks) {
    const missing = check.needs?.find((name) => bad.has(name));
    const finding: Finding =
      missing === undefined
        ? await ask(check, patient)
        : { check: check.name, state: 'skipped', found: `needs ${missing}`, advice: null };
    if (finding.state !== 'fine') bad.add(check.name);
    yield finding;
  }
}

async function ask({ name, find, advice, minor }: Check, patient: Patient): Promise<Finding> {
  const state = minor ? 'minor' : 'problem';
  try {
    const found = await find(patient as Parameters<Check['find']>[0]);
    if (found === undefined) return { check: name, state: 'fine', found: null, advice: null };
    return { check: name, state, found, advice };
  } catch (thrown) {
    const { message, hint, data } = toAppError(thrown);
    const facts = Object.entries(data).map(([what, how]) => `${what} ${String(how)}`);
    return { check: name, state, found: [message, ...facts].join('\n'), advice: hint };
  }
}
