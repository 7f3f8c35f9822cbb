import type { ResourceUsage } from '@devbench/core';
import { decodeStats } from '../guest/messages/stats.ts';
import { TYPE } from '../guest/messages/types.ts';
import type { Session } from '../guest/session.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';

const MAX_STATS = 256;

/** What the kernel tells the agent about its container. */
export function usageOf(session: Session, timeoutMs: number): Promise<ResourceUsage> {
  const limits = { timeoutMs, maxReplyBytes: MAX_STATS };
  return session.request(TYPE.STATS, new Uint8Array(), limits, (payloads) =>
    decodeStats(new PayloadReader(Buffer.concat(payloads))),
  );
}
