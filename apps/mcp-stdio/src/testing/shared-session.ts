import { afterAll, beforeAll, expect } from 'vitest';

import { tempFolder } from './folder.ts';
import { type Session, startSession } from './session.ts';
import { spawnWorkspace, type TestWorkspace } from './workspace.ts';

/** One server for all tests of a file; fails when they leave a container. */
export function sharedSession(env: Record<string, string> = {}): () => Session {
  const folder = tempFolder();
  let session: Session;
  beforeAll(async () => {
    session = await startSession(folder.path, { MCP_TOOLSETS: 'workspace,more', ...env });
  });
  afterAll(async () => {
    const left = await killAll(session);
    await session.client.close();
    folder.remove();
    expect(left).toEqual([]);
  });
  return () => session;
}

/** Answers what there was to kill. */
export async function killAll(session: Session): Promise<readonly string[]> {
  const { containers } = await session.data<{ containers: { container_id: string }[] }>(
    'list_containers',
    { include_stopped: true },
  );
  const ids = containers.map(({ container_id }) => container_id);
  for (const container_id of ids) await session.call('kill', { container_id, force: true });
  return ids;
}

/** One workspace for all tests of a file. */
export function sharedWorkspace(
  server: () => Session,
  input: Record<string, unknown> = {},
): () => TestWorkspace {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await spawnWorkspace(server(), input);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());
  return () => workspace;
}
