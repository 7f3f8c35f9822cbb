import { type ErrorCode, NOBODY, type OwnAction, type OwnFields, type Ports } from '@devbench/core';

/** Somebody who was not let in. */
export interface Refusal {
  readonly what: 'token' | 'link';
  readonly code: ErrorCode;
  readonly ip: string;
  /** Why, for the operator alone; without any part of a token. */
  readonly cause?: string;
  /** How many there were since the last one that were not told of. */
  readonly untold: number;
}

type Recorder = Pick<Ports, 'audit' | 'clock' | 'ids' | 'servers'>;

/** Puts on record that somebody showed a token or a link that is none; it is no part of the record. Never rejects. */
export const recordRefusal =
  ({ audit, clock, ids, servers }: Recorder) =>
  async ({ what, code, ip, untold }: Refusal): Promise<void> => {
    const intent = {
      callId: ids.next('call'),
      at: clock.now(),
      actor: NOBODY,
      client: 'unknown',
      session: servers.self,
      action: 'authenticate' satisfies OwnAction,
      subject: undefined,
      fields: { what, ip, untold } satisfies OwnFields<'authenticate'>,
    };
    await audit
      .begin(intent)
      .then(() => audit.end(intent, { outcome: 'denied', code, durationMs: 0 }))
      .catch(() => undefined);
  };
