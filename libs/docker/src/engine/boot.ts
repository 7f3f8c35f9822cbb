import { AppError } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import { openSession } from '../guest/open-session.ts';
import { traceRequests } from '../guest/trace-requests.ts';
import type { Session } from '../guest/session.ts';
import { attach } from './attach.ts';
import type { Connection } from './connection.ts';
import { engineMessage, isMissing } from './errors.ts';
import { linkPlace } from './link-folders.ts';

interface BootOptions extends Pick<DockerConfig, 'bootTimeoutMs'> {
  /** That it mounts. */
  readonly linkFolder: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Starts a container that does not run and resolves with the first session of its agent. It is attached
 * to before, so the hello waits in its stdin. Rejects with `guest_unavailable` and what the container
 * said when its agent does not come up.
 */
export async function boot(
  connection: Connection,
  container: string,
  { bootTimeoutMs: timeoutMs, linkFolder, signal }: BootOptions,
): Promise<Session> {
  const { docker, call } = connection;
  const stream = await attach(connection, container);
  const link = linkPlace(connection, linkFolder);
  const opening = openSession(stream, {
    running: false,
    timeoutMs,
    link,
    ...(signal && { signal }),
  });
  opening.catch(() => undefined);
  try {
    await call(() => docker.getContainer(container).start());
    return traceRequests(await opening, connection.tracer);
  } catch (thrown) {
    stream.destroy();
    if (signal?.aborted === true || isMissing(thrown)) throw thrown;
    throw await describe(connection, container, thrown);
  }
}

async function describe({ docker, call }: Connection, container: string, thrown: unknown) {
  const state = await call(() => docker.getContainer(container).inspect()).then(
    ({ State }) => State,
    () => undefined,
  );
  if (state === undefined) return thrown;
  const cause = thrown instanceof AppError ? thrown.cause : thrown;
  const what = state.Running
    ? 'Its agent does not answer'
    : `It ended with ${state.ExitCode}${state.OOMKilled ? ', out of memory' : ''}`;
  const said = state.Error || engineMessage(cause);
  return new AppError('guest_unavailable', `The container did not come up. ${what}: ${said}`, {
    cause: thrown,
    hint: 'Check image, memory limit and runtime.',
  });
}
