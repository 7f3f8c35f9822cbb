import { z } from 'zod';

import { docker } from '../engine/docker-cli.ts';
import { OWNER } from '../engine/owner.ts';
import type { Stage } from '../harness/stage.ts';
import type { Call, Ours, OurWorkspace } from './call.ts';

const spawned = z.object({ container_id: z.string(), warm: z.boolean() });

/** Asks for a workspace as a client does that leaves everything to the defaults. */
export async function spawnWorkspace(call: Call, image: string): Promise<string> {
  return (await spawnAny(call, image)).id;
}

/** The same, and whether it came from the warm pool. */
export async function spawnAny(call: Call, image: string): Promise<{ id: string; warm: boolean }> {
  const { container_id: id, warm } = spawned.parse(
    await call('spawn', { image, session_id: OWNER }),
  );
  return { id, warm };
}

export const killWorkspace = (call: Call, id: string) =>
  call('kill', { container_id: id, force: true });

/** A workspace of a server that is there already; it goes with the stage. */
export async function openWorkspace(stage: Stage, { call, pid }: Ours): Promise<OurWorkspace> {
  const id = await spawnWorkspace(call, stage.image);
  const filter = `label=com.mcp.container_id=${id}`;
  const container = await docker(['ps', '-q', '--filter', filter]);
  return { id, call, subject: { pid, containers: [container] } };
}
