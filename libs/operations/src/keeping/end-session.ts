import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { removeWorkspace } from '../workspace/remove-workspace.ts';

type EndCall = CallOn<'none', 'workspaces' | 'execs' | 'outputs' | 'engine' | 'jobs'>;

/** Removes what the caller's session made and nobody asked to keep. No tool: the edge says when a session ends. */
export const endSession = declare({
  name: 'end_session',
  toolset: 'workspace',
  target: 'none',
  summary: 'End the containers of this session that are not persistent.',
  effect: 'destroy',
  input: {},
  output: { ended: z.number() },
  render: ({ ended }) => `${String(ended)} ended`,
  async run(call: EndCall) {
    const { principal, session } = call.caller;
    const made = await call.workspaces.list({ owner: principal.id, sessionId: session });
    const transient = made.filter(({ persistent }) => !persistent);
    const ends = transient.map((workspace) =>
      removeWorkspace(call, workspace, { graceMs: 0, keepVolume: false }),
    );
    await Promise.all(ends);
    return { ended: transient.length };
  },
});
