import { TYPE } from '../../guest/messages/types.ts';
import type { Session } from '../../guest/session.ts';

/** Asks after a silent agent from time to time; one that is dead ends its session. */
export function watchAgent(session: Session, timeoutMs: number): () => void {
  const limits = { timeoutMs, maxReplyBytes: 64 };
  const ask = () => session.request(TYPE.PING, new Uint8Array(), limits, () => undefined);
  const timer = setInterval(() => void ask().catch(() => undefined), timeoutMs);
  timer.unref();
  return () => clearInterval(timer);
}
