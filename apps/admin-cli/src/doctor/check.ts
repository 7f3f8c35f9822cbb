import type { Config } from '@devbench/kernel';

import type { Patient } from './patient.ts';

/** One thing that may be wrong. */
export interface Check {
  readonly name: string;
  /** Checks that have to be fine before this one means anything. */
  readonly needs?: readonly string[];
  /** What is wrong, in one sentence; undefined when nothing is. What it throws is wrong, too. */
  readonly find: (patient: Patient & { readonly config: Config }) => Promise<string | undefined>;
  /** The next step. */
  readonly advice: string;
  /** It works all the same, but not as well. */
  readonly minor?: boolean;
}
