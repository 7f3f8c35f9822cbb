import type { ExecEnd, ExecStatus } from '@devbench/core';
import { z } from 'zod';

const STATUS = [
  'queued',
  'running',
  'exited',
  'timeout',
  'cancelled',
  'killed',
  'lost',
] as const satisfies readonly ExecStatus[];

export const statusSchema = z.enum(STATUS);

/** How a command stands, in a few words for a person. */
export function statusLine(status: ExecStatus, exitCode: number | null, oomKilled = false): string {
  const code = exitCode === null ? '' : `, exit code ${exitCode}`;
  const memory = oomKilled ? ', out of memory' : '';
  return status === 'exited'
    ? `exit code ${String(exitCode)}${memory}`
    : `${status}${code}${memory}`;
}

/** What every reply about an ended command says. */
export function endFields(end: ExecEnd | undefined) {
  return {
    exit_code: end?.exitCode ?? null,
    ...(end?.signal !== undefined && { signal: end.signal }),
    ...(end?.oomKilled && { oom_killed: true }),
  };
}

export const endShape = {
  exit_code: z.number().nullable(),
  signal: z.string().optional(),
  oom_killed: z.boolean().optional(),
};
