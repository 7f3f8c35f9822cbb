import { z } from 'zod';

import type { RunResult } from '../exec/run-result.ts';
import { statusLine, statusSchema } from '../exec/status.ts';

/** What comes back of code that was run, under the names of docker-mcp. */
export const codeShape = {
  exec_id: z.string(),
  status: statusSchema,
  exit_code: z.number().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  timed_out: z.boolean(),
  truncated: z.boolean(),
};

type CodeResult = z.output<z.ZodObject<typeof codeShape>>;

/** Bytes that are no text are shown as base64. */
export function toCodeResult(result: RunResult): CodeResult {
  const text = (name: 'stdout' | 'stderr') => result[name] ?? result[`${name}_base64`] ?? '';
  return {
    exec_id: result.exec_id,
    status: result.status,
    exit_code: result.exit_code,
    stdout: text('stdout'),
    stderr: text('stderr'),
    timed_out: result.status === 'timeout',
    truncated: result.truncated,
  };
}

export const renderCode = ({ stdout, stderr, status, exit_code }: CodeResult): string =>
  [stdout, stderr]
    .filter((text) => text !== '')
    .map((text) => text.replace(/\n$/, ''))
    .concat(statusLine(status, exit_code))
    .join('\n');
