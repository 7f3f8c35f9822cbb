import type { Socket } from 'node:net';
import { GuestFault } from '../messages/fault.ts';
import { TYPE } from '../messages/types.ts';
import type { LiveSession } from '../session.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';
import { offerLink } from './offer-link.ts';

const MOST_REPLY_BYTES = 64;

export interface LinkPlace {
  /** That server and agent have. */
  readonly folder: string;
  readonly opened: (socket: Socket) => void;
}

/**
 * Moves a new session to a socket in that folder. Where server or agent cannot use the folder it stays as it is.
 * Rejects with `SessionLost` when the session ends meanwhile.
 */
export async function takeLink(
  { session, moveTo }: LiveSession,
  { folder, opened }: LinkPlace,
  timeoutMs: number,
): Promise<void> {
  const offer = await offerLink(folder).catch(() => undefined);
  if (offer === undefined) return;
  void offer.taken.then((link) => {
    opened(link.socket);
    moveTo(link);
  });
  const payload = new PayloadWriter().str(offer.name).raw(offer.token).finish();
  const limits = { timeoutMs, maxReplyBytes: MOST_REPLY_BYTES };
  try {
    await session.request(TYPE.LINK, payload, limits, () => undefined);
  } catch (error) {
    if (!(error instanceof GuestFault)) throw error;
  } finally {
    offer.close();
  }
}
