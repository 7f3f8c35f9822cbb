import type { FileStat } from '@devbench/core';
import { decodeStat, encodeStat } from '../guest/messages/files.ts';
import { TYPE } from '../guest/messages/types.ts';
import type { Session } from '../guest/session.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';

const LIMITS = { timeoutMs: 10_000, maxReplyBytes: 16_384 };

/** The workspace folder itself, asked of one session. */
export function statWorkspace(session: Session): Promise<FileStat> {
  return session.request(TYPE.STAT, encodeStat(''), LIMITS, (payloads) =>
    decodeStat(new PayloadReader(Buffer.concat(payloads))),
  );
}
