import type { ExecId } from '@devbench/core';
import { z } from 'zod';

import { decodeUtf8, toBase64 } from '../text/utf8.ts';
import type { HeadTail } from './head-tail.ts';
import type { OutputNews } from './jobs.ts';
import { endFields, endShape, statusSchema } from './status.ts';
import { toUsage, usageSchema } from './usage.ts';

export const runShape = {
  exec_id: z.string(),
  status: statusSchema,
  ...endShape,
  stdout: z.string().optional(),
  stdout_base64: z.string().optional(),
  stderr: z.string().optional(),
  stderr_base64: z.string().optional(),
  truncated: z.boolean(),
  stdout_bytes: z.number(),
  stderr_bytes: z.number(),
  usage: usageSchema,
  complete: z.boolean(),
  next_seq: z.number(),
  note: z.string().optional().describe('What to do next'),
};

export type RunResult = z.output<z.ZodObject<typeof runShape>>;

interface Collected {
  readonly id: ExecId;
  readonly stdout: HeadTail;
  readonly stderr: HeadTail;
  readonly maxBytes: number;
  readonly last: Pick<OutputNews, 'end' | 'status' | 'nextSeq'>;
}

/** The reply of `exec_run`: both streams within the budget, the shorter one whole if possible. */
export function runResult({ id, stdout, stderr, maxBytes, last }: Collected): RunResult {
  const { end } = last;
  const half = Math.floor(maxBytes / 2);
  const forErr = Math.min(stderr.total, Math.max(half, maxBytes - stdout.total));
  const out = excerpt(stdout, maxBytes - forErr);
  const err = excerpt(stderr, forErr);
  const truncated = out.omitted + err.omitted > 0;
  const notes = [
    ...(truncated
      ? [
          `Left out: ${out.omitted + err.omitted} bytes; exec_poll with exec_id ${id} returns all that is kept.`,
        ]
      : []),
    ...(end
      ? []
      : [
          `Still ${last.status}: continue with exec_poll, after_seq ${last.nextSeq}, or exec_cancel.`,
        ]),
  ];
  return {
    exec_id: id,
    status: end?.reason ?? last.status,
    stdout: out.text,
    stdout_base64: out.base64,
    stderr: err.text,
    stderr_base64: err.base64,
    truncated,
    stdout_bytes: end?.usage?.stdoutBytes ?? stdout.total,
    stderr_bytes: end?.usage?.stderrBytes ?? stderr.total,
    usage: toUsage(end?.usage),
    complete: end !== undefined,
    next_seq: end?.seq ?? last.nextSeq,
    ...endFields(end),
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

export const withNotes = (result: RunResult, notes: readonly string[]): RunResult => {
  const all = [result.note, ...notes].filter((note) => note !== undefined);
  return all.length === 0 ? result : { ...result, note: all.join(' ') };
};

function excerpt(stream: HeadTail, budget: number) {
  const { head, tail, omitted } = stream.excerpt(budget);
  const [first, last] = [decodeUtf8(head), decodeUtf8(tail)];
  if (first === undefined || last === undefined) {
    // The two ends of binary data cannot be told apart in one field, so the beginning stands alone.
    return { text: undefined, base64: toBase64(head), omitted: omitted + tail.length };
  }
  const total = head.length + tail.length + omitted;
  const mark = `\n[… ${omitted} of ${total} bytes left out …]\n`;
  const text = omitted > 0 ? `${first}${mark}${last}` : first;
  return { text, base64: undefined, omitted };
}
