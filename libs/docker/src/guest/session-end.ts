import { AppError } from '@devbench/core';

/**
 * Why a session is over: `lost` connection, `fenced` by a newer owner, `garbled` on the way to the agent,
 * `violation` of the protocol by the agent, `timeout` of a request, `closed` by us.
 */
export type EndCause = 'lost' | 'fenced' | 'garbled' | 'violation' | 'timeout' | 'closed';

export interface SessionEnd {
  readonly cause: EndCause;
  /** For the log, and what the agent said on stderr. */
  readonly detail: string;
}

const MESSAGES: Record<EndCause, string> = {
  lost: 'The connection to the workspace was lost.',
  fenced: 'The workspace follows another server now.',
  garbled: 'The connection to the workspace was disturbed.',
  violation: 'The agent of the workspace does not keep to the protocol.',
  timeout: 'The agent of the workspace does not answer.',
  closed: 'The connection to the workspace was closed.',
};

/** What waits when a session ends is rejected with this: always `guest_unavailable`. */
export class SessionLost extends AppError {
  readonly end: SessionEnd;

  constructor(end: SessionEnd) {
    super('guest_unavailable', MESSAGES[end.cause], { cause: new Error(end.detail) });
    this.end = end;
  }
}

/** Whether a new session may continue where the old one ended. */
export function mayContinue({ cause }: SessionEnd): boolean {
  return cause === 'lost' || cause === 'garbled' || cause === 'timeout';
}
