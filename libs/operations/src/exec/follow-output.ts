import { AppError, type Exec } from '@devbench/core';
import { z } from 'zod';

import { declare } from '../operation.ts';
import type { ExecJobs, OutputNews } from './jobs.ts';

const PAGE_BYTES = 1_048_576;
const WAIT_MS = 30_000;

/** Puts on record that somebody follows a command, and checks that he may. No tool: it has no reply. */
export const execOutput = declare({
  name: 'exec_output',
  toolset: 'workspace',
  target: 'exec',
  summary: 'All output of a command as it comes, for a program that embeds the kernel.',
  effect: 'read',
  input: { after_seq: z.int().min(0).default(0) },
  output: {},
  audit: ({ after_seq }) => ({ after_seq }),
  render: () => '',
  run: async () => ({}),
});

/** Reads to the end of the command, as fast as it is taken. */
export async function* followOutput(
  jobs: Pick<ExecJobs, 'read' | 'draining'>,
  exec: Exec,
  from: { afterSeq: number; memory: Uint8Array | undefined; signal: AbortSignal },
): AsyncGenerator<OutputNews> {
  const { memory, signal } = from;
  for (let { afterSeq } = from; ;) {
    const request = { afterSeq, maxBytes: PAGE_BYTES, waitMs: WAIT_MS, signal, memory };
    const news = await jobs.read(exec, request);
    afterSeq = news.nextSeq;
    if (news.complete || news.records.length > 0) yield news;
    if (news.complete) return;
    if (signal.aborted) throw new AppError('call_cancelled', 'The caller cancelled the call.');
    if (jobs.draining.aborted) throw new AppError('shutting_down', 'The server is stopping.');
  }
}
