import { AppError, type Workspace } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import { openSession } from '../guest/open-session.ts';
import { traceRequests } from '../guest/trace-requests.ts';
import type { Session } from '../guest/session.ts';
import { attach } from './attach.ts';
import type { Connection } from './connection.ts';
import { containerOf } from './labels.ts';
import { type LinkFolders, linkPlace } from './link-folders.ts';
import { thawForgotten } from '../snapshots/thaw.ts';

/**
 * A session with the agent of a running container. Rejects with `container_not_running`,
 * `container_not_found`, `guest_unavailable`, `engine_unavailable`.
 */
export async function connect(
  connection: Connection,
  workspace: Workspace,
  { config: { helloTimeoutMs }, links }: { config: DockerConfig; links: LinkFolders },
): Promise<Session> {
  const { docker, call } = connection;
  const container = containerOf(workspace);
  const inspecting = call((abortSignal) => docker.getContainer(container).inspect({ abortSignal }));
  const { State, Mounts } = await inspecting;
  if (State.Running && State.Paused) await thawForgotten(connection, workspace);
  if (!State.Running) {
    throw new AppError('container_not_running', `Container ${workspace.id} is not running.`);
  }
  const stream = await attach(connection, container);
  const opening = openSession(stream, {
    running: true,
    timeoutMs: helloTimeoutMs,
    link: linkPlace(connection, links.of({ Mounts })),
  });
  return traceRequests(await opening, connection.tracer);
}
