import { type Exec, type RunningExec, toAppError } from '@devbench/core';

import type { Job } from '../job.ts';
import type { StartRequest } from '../jobs.ts';
import { Removed } from '../let-go.ts';
import { laneOf } from './lane.ts';
import { openShell, type ShellParts } from './open-shell.ts';

/** How long the news of a shell's end may take. */
const END_MS = 2000;
const TRIES = 3;

/** Shells that stay, by workspace and name. Commands of one come one at a time, by their lane in the queue. */
export interface Shells {
  /**
   * What an earlier server left in the shell is taken over first, so that the command waits for it. Answers
   * how to start the command; a request without a shell stays as it is.
   */
  prepare(request: StartRequest): Promise<StartRequest>;
  /** Whether the command got a new shell in place of one that had ended. */
  restarted(exec: Exec): boolean;
}

export function createShells(parts: ShellParts): Shells {
  const { ports, roster } = parts;
  const { commands, execs, clock } = ports;
  const open = new Map<string, Job>();
  const restarted = new WeakSet<Exec>();

  const keep = (lane: string, job: Job): Job => {
    open.set(lane, job);
    const drop = () => {
      if (open.get(lane) === job) open.delete(lane);
    };
    job.done.promise.then(drop, drop);
    return job;
  };

  const recall = async ({ workspaceId, shell }: Exec): Promise<void> => {
    const rows = await execs.list({ workspaceId, ended: false, ...named(shell) });
    // Also those whose row says that they are ours already: their take-over may be under way.
    await Promise.allSettled(rows.map((row) => roster.find(row)));
  };

  /** The shell of that lane, when need be a new one. */
  const ready = async (lane: string, request: StartRequest): Promise<Job> => {
    const known = open.get(lane);
    if (known && !known.end) return known;
    const { workspaceId, shell } = request.exec;
    const rows = await execs.list({ workspaceId, ...named(shell) });
    const shells = rows.filter((row) => row.shell?.itself);
    for (const row of shells.filter(({ end }) => !end)) {
      const { job } = await roster.find(row);
      if (job && !job.end) return keep(lane, job);
    }
    const job = keep(lane, await openShell(request, parts));
    if (shells.length > 0) restarted.add(request.exec);
    return job;
  };

  /** The guest knows already that it has ended. */
  const gone = async (shell: Job): Promise<void> => {
    const enough = new AbortController();
    const done = shell.done.promise.catch(() => undefined);
    await Promise.race([done, clock.sleep(END_MS, enough.signal)]);
    enough.abort(null);
    if (!shell.end) shell.interrupt.now(new Removed());
    await done;
  };

  const start = async (lane: string, request: StartRequest): Promise<RunningExec> => {
    const { workspace, exec, spec, script = '' } = request;
    for (let tries = 1; ; tries += 1) {
      const shell = await ready(lane, request);
      try {
        const use = { kind: 'command', of: shell.exec.id, script } as const;
        return await commands.spawn(workspace, exec.id, { ...spec, shell: use });
      } catch (thrown) {
        if (toAppError(thrown).code !== 'exec_not_running' || tries === TRIES) throw thrown;
        await gone(shell);
      }
    }
  };

  return {
    async prepare(request) {
      const lane = laneOf(request.exec);
      if (lane === undefined) return request;
      if (!open.has(lane)) await recall(request.exec);
      return { ...request, begin: () => start(lane, request) };
    },
    restarted: (exec) => restarted.has(exec),
  };
}

const named = (shell: Exec['shell']) => shell && { shell: shell.name };
