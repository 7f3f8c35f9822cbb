import type { Exec } from '@devbench/core';

import type { Ticket } from '../fair-queue.ts';

/** What runs in one shell runs one after the other. */
export const laneOf = ({ workspaceId, shell }: Exec): string | undefined =>
  shell && !shell.itself ? `${workspaceId}/${shell.name}` : undefined;

/** A shell that waits takes nobody's place. */
export const freeTicket = (): Ticket => ({
  isGranted: () => true,
  turn: Promise.resolve(true),
  leave: () => undefined,
});
