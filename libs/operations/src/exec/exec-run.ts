import { type Caller, CallerLeft, type Exec } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { type BeginCall, beginCommand, judgeCommand } from './begin-command.ts';
import { commandAliases, commandAudit, commandInput } from './command-input.ts';
import { HeadTail } from './head-tail.ts';
import type { OutputNews } from './jobs.ts';
import { ProgressText } from './progress-text.ts';
import { fittingBytes } from './reply-bytes.ts';
import { runResult, runShape } from './run-result.ts';
import { restartedLine, restartedShape } from './shell/restarted.ts';
import { statusLine } from './status.ts';

const PAGE_BYTES = 1_048_576;
const ANSWER_MS = 30_000;

export const execRun = declare({
  name: 'exec_run',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Run a command and wait for it: the usual way. A non-zero exit code is a normal result. When ' +
    'wait_ms passes first, status is running and exec_poll continues at next_seq.',
  effect: 'execute',
  rate: 'commands',
  input: {
    ...commandInput,
    wait_ms: z.int().min(0).max(600_000).default(45_000),
    max_bytes: z
      .int()
      .min(1)
      .max(1_048_576)
      .default(65_536)
      .describe('Of output; of more, both ends'),
  },
  aliases: commandAliases,
  output: { ...runShape, ...restartedShape },
  audit: commandAudit,
  deadlineMs: ({ wait_ms }) => wait_ms + ANSWER_MS,
  render(output) {
    const { stdout = output.stdout_base64, stderr = output.stderr_base64 } = output;
    const { status, exit_code, oom_killed, note, shell_restarted } = output;
    const streams = [stdout, stderr].filter((text) => text !== undefined && text !== '');
    const last = statusLine(status, exit_code, oom_killed);
    const fresh = restartedLine(shell_restarted);
    return [...streams.map((text) => text?.replace(/\n$/, '')), last, fresh, note]
      .filter((line) => line !== undefined)
      .join('\n');
  },
  judge: judgeCommand,
  async run(call: BeginCall, input) {
    const { exec } = await beginCommand(call, input);
    const { max_bytes: maxBytes, wait_ms: waitMs } = input;
    const stdout = new HeadTail(maxBytes);
    const stderr = new HeadTail(maxBytes);
    const last = await collect(call, exec, { stdout, stderr }, waitMs);
    const result = { id: exec.id, stdout, stderr, last };
    return {
      ...runResult({ ...result, maxBytes: fittingBytes(stdout, stderr, maxBytes) }),
      ...(call.jobs.shellRestarted(exec) && { shell_restarted: true }),
    };
  },
});

/** Reads until the command ends or the patience does. A caller that cancels cancels the command, too. */
async function collect(
  call: CallOn<'workspace', 'jobs' | 'clock'>,
  exec: Exec,
  into: Record<'stdout' | 'stderr', HeadTail>,
  waitMs: number,
): Promise<OutputNews> {
  const { jobs, clock, signal } = call;
  const until = clock.monotonicMs() + waitMs;
  const progress = call.caller.onProgress && new ProgressText(clock, (p) => call.progress(p));
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
