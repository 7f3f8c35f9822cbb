import { type Caller, CallerLeft, type Exec } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { adviceOn } from './advice.ts';
import { type BeginCall, beginCommand } from './begin-command.ts';
import type { CommandInput } from './command-input.ts';
import { HeadTail } from './head-tail.ts';
import type { OutputNews } from './jobs.ts';
import { ProgressText } from './progress-text.ts';
import { fittingBytes } from './reply-bytes.ts';
import { type RunResult, runResult, withNotes } from './run-result.ts';

const PAGE_BYTES = 1_048_576;

/** Milliseconds for all that is not the command itself: its start, its end and the reply. */
export const ANSWER_MS = 30_000;

export interface Patience {
  readonly waitMs: number;
  /** Of output in the reply; of more, both ends. */
  readonly maxBytes: number;
  /** Of output in one message of progress. */
  readonly chunkBytes?: number | undefined;
}

/**
 * Starts a command and waits for its end as long as the patience lasts. A caller that cancels cancels the
 * command, too.
 */
export async function runCommand(
  call: BeginCall,
  input: CommandInput,
  patience: Patience,
): Promise<{ exec: Exec; result: RunResult }> {
  const { maxBytes } = patience;
  const { exec } = await beginCommand(call, input);
  const stdout = new HeadTail(maxBytes);
  const stderr = new HeadTail(maxBytes);
  const last = await collect(call, exec, { stdout, stderr }, patience);
  const fitting = fittingBytes(stdout, stderr, maxBytes);
  const result = runResult({ id: exec.id, stdout, stderr, last, maxBytes: fitting });
  const advice = result.complete ? adviceOn(result, input, call.workspace) : [];
  return { exec, result: withNotes(result, advice) };
}

async function collect(
  call: CallOn<'workspace', 'jobs' | 'clock'>,
  exec: Exec,
  into: Record<'stdout' | 'stderr', HeadTail>,
  { waitMs, chunkBytes }: Patience,
): Promise<OutputNews> {
  const { jobs, clock, signal } = call;
  const until = clock.monotonicMs() + waitMs;
  const progress =
    call.caller.onProgress && new ProgressText(clock, (p) => call.progress(p), chunkBytes);
  try {
    for (let afterSeq = 0; ;) {
      const left = Math.max(0, until - clock.monotonicMs());
      const patience = Math.min(left, progress?.dueMs ?? left);
      const request = { afterSeq, maxBytes: PAGE_BYTES, waitMs: patience, signal };
      const news = await jobs.read(exec, request);
      for (const { stream, offset, data } of news.records) into[stream].push(offset, data);
      if (news.complete) return news;
      progress?.push(news.records);
      afterSeq = news.nextSeq;
      if (left === 0 || jobs.draining.aborted) return news;
    }
  } catch (thrown) {
    if (hasCancelled(call.caller)) await jobs.cancel(exec).catch(() => undefined);
    throw thrown;
  }
}

/** A caller that only left finds its command running when it comes back. */
const hasCancelled = ({ signal }: Caller) =>
  signal.aborted && !(signal.reason instanceof CallerLeft);
