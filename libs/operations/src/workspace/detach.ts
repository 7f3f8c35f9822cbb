import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

export const detach = declare({
  name: 'detach',
  toolset: 'more',
  target: 'workspace',
  wakes: false,
  summary: 'Note that a client no longer works in a container. The container runs on.',
  effect: 'write',
  idempotent: true,
  input: {
    client_name: z.string().min(1).max(128).optional(),
    session_id: z.string().min(1).max(128).optional(),
  },
  output: { container_id: z.string(), detached: z.number() },
  audit: ({ client_name = null, session_id = null }) => ({ client_name, session_id }),
  render: ({ container_id, detached }) => `${container_id}: ${detached} detached`,
  async run(call: CallOn<'workspace', 'attachments' | 'clock'>, { client_name, session_id }) {
    const who = {
      sessionId: session_id ?? call.caller.session,
      ...(client_name !== undefined && { clientName: client_name }),
    };
    const detached = await call.attachments.detach(call.workspace.id, who, call.clock.now());
    return { container_id: call.workspace.id, detached };
  },
});
