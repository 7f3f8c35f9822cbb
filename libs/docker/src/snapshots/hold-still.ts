import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type Workspace } from '@devbench/core';
import type { Connection } from '../engine/connection.ts';
import { engineMessage } from '../engine/errors.ts';
import { containerOf } from '../engine/labels.ts';
import { thaw } from './thaw.ts';

const BETWEEN_MS = 50;

/**
 * Runs `work` while nothing in the workspace can run, and lets it go on in every outcome. A pause is also the lock
 * between those who copy: who finds it paused waits. `deadline_exceeded` when `work` takes longer than `limitMs`.
 */
export async function holdStill<T>(
  connection: Connection,
  workspace: Workspace,
  { signal, limitMs }: { signal: AbortSignal; limitMs: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { docker, call } = connection;
  const container = docker.getContainer(containerOf(workspace));
  const look = async () => (await call((abortSignal) => container.inspect({ abortSignal }))).State;
  const before = await look();
  const paused = before.Running;
  if (paused) await pause(connection, container.id, { signal, limitMs });
  try {
    const result = paused ? await within(limitMs, signal, work) : await work(signal);
    const after = await look();
    if (after.StartedAt === before.StartedAt && after.Running === paused && after.Paused === paused)
      return result;
    throw new AppError(
      'guest_unavailable',
      `Container ${workspace.id} was started or stopped while its files were copied.`,
      { hint: 'Call again.' },
    );
  } finally {
    if (paused) await thaw(connection, container.id);
  }
}

async function pause(
  { docker, call }: Connection,
  id: string,
  { signal, limitMs }: { signal: AbortSignal; limitMs: number },
): Promise<void> {
  const until = performance.now() + 2 * limitMs;
  for (;;) {
    try {
      await call(() => docker.getContainer(id).pause());
      return;
    } catch (error) {
      const taken =
        error instanceof AppError &&
        /already paused|a paused container/.test(engineMessage(error.cause));
      if (!taken || performance.now() > until) throw error;
      await sleep(BETWEEN_MS, undefined, { signal });
    }
  }
}

async function within<T>(
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(tooLong(limitMs)), limitMs);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

const tooLong = (limitMs: number) =>
  new AppError(
    'deadline_exceeded',
    `A container is paused for at most ${limitMs / 1_000} s, and its files take longer to copy.`,
    { hint: 'Call stop first and start afterwards: what is stopped is copied without haste.' },
  );
