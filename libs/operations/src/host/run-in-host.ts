import { type ExecId, type HostContainer, WORKSPACE_PATH } from '@devbench/core';

import { HeadTail } from '../exec/head-tail.ts';
import { ProgressText } from '../exec/progress-text.ts';
import { TERMINAL } from '../exec/terminal.ts';
import type { CallOn } from '../operation.ts';
import type { HostCommand, HostResult } from './host-command.ts';

export type RunInHostCall = CallOn<'none', 'host' | 'policy' | 'ids' | 'clock'>;

/** Who runs the command, and how long at most. Throws `as_root_denied`, `policy_denied`. */
export const planInHost = (
  { policy, caller }: CallOn<'none', 'policy'>,
  container: HostContainer,
  { argv, user, cwd, env, timeoutS }: HostCommand,
) =>
  policy.planHostExec(caller.principal, {
    ...{ argv, user, containerUser: container.user, timeoutS, inShell: false },
    ...{ cwd: cwd ?? WORKSPACE_PATH, env: Object.keys(env) },
  });

/** Runs a command by the engine, in a container that is not ours, and waits for its end. */
export async function runInHost(
  call: RunInHostCall,
  container: HostContainer,
  command: HostCommand,
): Promise<HostResult> {
  const { caller, clock, host } = call;
  const { argv, env, stdin, tty, maxBytes, chunkBytes } = command;
  const { timeoutMs, graceMs, user } = planInHost(call, container, command);
  const began = clock.monotonicMs();
  const running = await host.spawn(container.engineId, call.ids.next('e') as ExecId, {
    ...{ argv, env, user, graceMs, cwd: command.cwd ?? '', asRoot: false },
    ...{ stdin: stdin === undefined ? 'closed' : 'open', tty: tty ? TERMINAL : undefined },
    timeoutMs: 0,
  });
  if (stdin !== undefined) {
    const input = { eof: true, signal: call.signal };
    void running.write(Buffer.from(stdin), input).catch(() => undefined);
  }
  const streams = { stdout: new HeadTail(maxBytes), stderr: new HeadTail(maxBytes) };
  const progress =
    caller.onProgress && new ProgressText(clock, (each) => call.progress(each), chunkBytes);
  const read = async () => {
    for await (const lent of running.output) {
      const records = lent.map((record) => ({ ...record, data: Buffer.from(record.data) }));
      for (const { stream, offset, data } of records) streams[stream].push(offset, data);
      progress?.push(records);
    }
    return running.end;
  };

  const settled = new AbortController();
  const late = clock.sleep(timeoutMs, AbortSignal.any([call.signal, settled.signal]));
  const reading = read();
  reading.catch(() => undefined);
  const end = await Promise.race([reading, late.then(() => undefined)]);
  settled.abort();
  if (end) return { ...streams, end, killed: undefined, durationMs: clock.monotonicMs() - began };
  const reason = call.signal.aborted ? 'cancelled' : 'killed';
  const killed = await running.stop(reason, graceMs).catch(() => false);
  const last = killed ? await reading : undefined;
  call.signal.throwIfAborted();
  return { ...streams, end: last, killed, durationMs: clock.monotonicMs() - began };
}
