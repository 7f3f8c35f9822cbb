import type { Check } from './check.ts';
import { engineChecks } from './engine-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { stateChecks } from './state-checks.ts';
import { workingChecks } from './working-checks.ts';

/** What is most likely wrong, each after what it needs. */
export const checks: readonly Check[] = [
  ...settingsChecks,
  ...stateChecks,
  ...engineChecks,
  ...workingChecks,
];
