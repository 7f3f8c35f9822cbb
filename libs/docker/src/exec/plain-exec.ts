import type { Duplex } from 'node:stream';
import {
  AppError,
  type EndReason,
  type ExecEnd,
  type ExecId,
  type ExecSpec,
  type RunningExec,
  type Workspace,
} from '@devbench/core';
import type { Connection } from '../engine/connection.ts';
import { execUser } from '../engine/container-spec.ts';
import { containerOf } from '../engine/labels.ts';
import { signalName } from '../guest/messages/signals.ts';
import { createPlainKill, MARKER } from './plain-kill.ts';
import { createPlainOutput } from './plain-output.ts';
import { createPlainStdin } from './plain-stdin.ts';

/** Where and as whom a command runs that is not the agent's. */
export interface PlainPlace {
  /** The id or name of the container. */
  readonly container: string;
  /** As the engine takes it; that of the container without it. */
  readonly user: string | undefined;
  /** Whether whatever else runs there is not root's, so that what is root's belongs to such commands. */
  readonly isOnlyRoot: boolean;
}

/** The way to root in a workspace. */
export const asRootIn = (workspace: Workspace): PlainPlace => ({
  container: containerOf(workspace),
  user: '0:0',
  isOnlyRoot: execUser(workspace) !== 0,
});

/**
 * Runs a command with `docker exec`, for what the agent cannot do. It ends with this server:
 * nobody can follow it elsewhere (`resume` gives undefined), its timeout is kept here, what it costs is
 * not known, and an image without `sh`, `grep` and `sleep` gives no means to signal or stop it.
 */
export async function spawnPlain(
  connection: Connection,
  place: PlainPlace,
  id: ExecId,
  spec: ExecSpec,
): Promise<RunningExec> {
  const { docker, call } = connection;
  const startedAt = new Date();
  const tty = spec.tty !== undefined;
  const withStdin = spec.stdin === 'open';
  const container = docker.getContainer(place.container);
  const env = Object.entries({ ...spec.env, [MARKER]: id });
  const exec = await call(() =>
    container.exec({
      Cmd: [...spec.argv],
      Env: env.map(([name, value]) => `${name}=${value}`),
      ...(spec.cwd !== '' && { WorkingDir: spec.cwd }),
      ...(place.user !== undefined && { User: place.user }),
      Tty: tty,
      AttachStdin: withStdin,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream: Duplex = await call(() => exec.start({ hijack: true, stdin: true, Tty: tty }));
  const size = { h: spec.tty?.rows, w: spec.tty?.cols };
  // It may have ended by now.
  if (tty) await call(() => exec.resize(size)).catch(() => undefined);

  const { user, isOnlyRoot } = place;
  const kill = createPlainKill(connection, container, { id, user, isOnlyRoot });
  let reason: EndReason = 'exited';
  let killing: Promise<unknown> | undefined;
  const stop = async (why: EndReason, graceMs: number): Promise<boolean> => {
    if (output.ended) return false;
    if (reason === 'exited') reason = why;
    const mine = kill.tree(graceMs);
    killing = Promise.allSettled([killing, mine]);
    await mine;
    return true;
  };

  /** The engine does not say how it ended; it was killed if its container was. */
  const unsaid = async (): Promise<EndReason> => {
    const { State } = await call(() => container.inspect());
    return State.Running ? 'lost' : 'killed';
  };

  const finish = async (seq: number): Promise<ExecEnd> => {
    clearTimeout(timer);
    // What the command has left behind goes with it; without means in the image it stays.
    await (killing ?? kill.tree(0).catch(() => undefined));
    const { ExitCode } = await call(() => exec.inspect());
    const code = ExitCode ?? undefined;
    const stopped = reason !== 'exited' && code !== undefined && code > 128;
    return {
      seq,
      reason: code === undefined ? await unsaid() : reason,
      exitCode: code,
      signal: stopped ? signalName(code - 128) : undefined,
      oomKilled: false,
      usage: undefined,
      endedAt: new Date(),
    };
  };
  const output = createPlainOutput(stream, tty, finish);
  const stdin = createPlainStdin(stream, withStdin, () => output.ended);
  const timer = setTimeout(
    () => {
      stop('timeout', spec.graceMs).catch(() => undefined);
    },
    Math.min(spec.timeoutMs || 2 ** 31 - 1, 2 ** 31 - 1),
  );
  timer.unref();

  return {
    startedAt,
    resumable: false,
    output: output.records,
    end: output.end,
    acknowledge: () => undefined,
    write: stdin.write,
    stop,
    async resize({ rows, cols }) {
      if (output.ended) throw new AppError('exec_not_running', `Command ${id} has ended.`);
      await call(() => exec.resize({ h: rows, w: cols }));
    },
    signal: async (signal) => !output.ended && (await kill.group(signal)),
    forget: () => undefined,
  };
}
