import type { Effect, Operation } from '@devbench/operations';
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';

type Hints = Pick<ToolAnnotations, 'readOnlyHint' | 'destructiveHint' | 'openWorldHint'>;

/** A command may do anything in its workspace, and talk to others if the workspace has a network. */
const HINTS: Record<Effect, Hints> = {
  read: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
  write: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  execute: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
  destroy: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
};

/** All four hints, said explicitly: a client's default for a missing one is the worst case. */
export function toAnnotations({ effect, idempotent }: Operation): ToolAnnotations {
  return { ...HINTS[effect], idempotentHint: idempotent };
}
