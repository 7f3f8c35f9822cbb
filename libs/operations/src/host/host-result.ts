import { z } from 'zod';

import type { HeadTail } from '../exec/head-tail.ts';
import { fittingBytes } from '../exec/reply-bytes.ts';
import type { RunResult } from '../exec/run-result.ts';
import { streamText } from '../exec/run-to-end.ts';
import { decodeUtf8, toBase64 } from '../text/utf8.ts';
import type { HostResult } from './host-command.ts';

/** Under the names of mcp-docker-exec. */
export const hostExecShape = {
  stdout: z.string(),
  stderr: z.string(),
  exitCode: z.number().nullable(),
  outputBytes: z.number(),
  duration: z.number().describe('Milliseconds'),
  truncated: z.boolean(),
  timed_out: z.boolean(),
  killed: z
    .enum(['tree', 'nothing'])
    .nullable()
    .describe('What was ended at the timeout; nothing: it runs on'),
};

type HostExec = z.output<z.ZodObject<typeof hostExecShape>>;

export function fromWorkspace(result: RunResult): HostExec {
  const timedOut = result.status === 'timeout';
  return {
    stdout: streamText(result, 'stdout'),
    stderr: streamText(result, 'stderr'),
    exitCode: result.exit_code,
    outputBytes: result.stdout_bytes + result.stderr_bytes,
    duration: result.usage?.wall_ms ?? 0,
    truncated: result.truncated,
    timed_out: timedOut,
    killed: timedOut ? 'tree' : null,
  };
}

export function fromHost(
  { stdout, stderr, end, killed, durationMs }: HostResult,
  maxBytes: number,
): HostExec {
  const budget = fittingBytes(stdout, stderr, maxBytes) / 2;
  return {
    stdout: textOf(stdout, budget),
    stderr: textOf(stderr, budget),
    exitCode: killed === undefined ? (end?.exitCode ?? null) : null,
    outputBytes: stdout.total + stderr.total,
    duration: Math.round(durationMs),
    truncated: stdout.total > budget || stderr.total > budget,
    timed_out: killed !== undefined,
    killed: killed === undefined ? null : killed ? 'tree' : 'nothing',
  };
}

export const renderHostExec = ({ stdout, stderr, exitCode, timed_out, killed }: HostExec): string =>
  [stdout, stderr]
    .filter((text) => text !== '')
    .map((text) => text.replace(/\n$/, ''))
    .concat(
      timed_out
        ? `timeout, ${killed === 'tree' ? 'ended with all its processes' : 'it runs on: the container has no means to end it'}`
        : `exit code ${String(exitCode)}`,
    )
    .join('\n');

function textOf(stream: HeadTail, budget: number): string {
  const { head, tail, omitted } = stream.excerpt(budget);
  const gap = omitted > 0 ? `\n[… ${omitted} of ${stream.total} bytes left out …]\n` : '';
  return [head, tail].map((data) => decodeUtf8(data) ?? toBase64(data)).join(gap);
}
