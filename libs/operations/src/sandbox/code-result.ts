import { z } from 'zod';

import type { RunResult } from '../exec/run-result.ts';
import { streamText } from '../exec/run-to-end.ts';
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
  note: z.string().optional().describe('What to do next'),
};

type CodeResult = z.output<z.ZodObject<typeof codeShape>>;

export const toCodeResult = (result: RunResult): CodeResult => ({
  exec_id: result.exec_id,
  status: result.status,
  exit_code: result.exit_code,
  stdout: streamText(result, 'stdout'),
  stderr: streamText(result, 'stderr'),
  timed_out: result.status === 'timeout',
  truncated: result.truncated,
  ...(result.note !== undefined && { note: result.note }),
});

export const renderCode = ({ stdout, stderr, status, exit_code, note }: CodeResult): string =>
  [stdout, stderr]
    .filter((text) => text !== '')
    .map((text) => text.replace(/\n$/, ''))
    .concat(statusLine(status, exit_code), note ?? [])
    .join('\n');
