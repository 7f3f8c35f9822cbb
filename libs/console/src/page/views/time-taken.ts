import type { ExecView } from '@devbench/operations';

import { duration } from '../format.ts';

/** From a command's start to its end, or until now; empty while it waits. */
export function timeTaken({ started_at, ended_at }: ExecView, now: number): string {
  if (started_at === null) return '';
  const end = ended_at === null ? now : Date.parse(ended_at);
  return duration(Math.max(0, end - Date.parse(started_at)));
}
