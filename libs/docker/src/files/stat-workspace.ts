import type { FileStat } from '@devbench/core';
import { decodeStat, encodeList, encodeStat } from '../guest/messages/files.ts';
import { TYPE } from '../guest/messages/types.ts';
import type { Session } from '../guest/session.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import { joinedList } from './list-entries.ts';

const LIMITS = { timeoutMs: 10_000, maxReplyBytes: 16_384 };

/** The workspace folder itself, asked of one session. */
export function statWorkspace(session: Session): Promise<FileStat> {
  return session.request(TYPE.STAT, encodeStat(''), LIMITS, (payloads) =>
    decodeStat(new PayloadReader(Buffer.concat(payloads))),
  );
}

/** Whether it holds anything at all. */
export function isEmptyWorkspace(session: Session): Promise<boolean> {
  const list = encodeList('', { recursive: false, limit: 1, etags: false });
  return session.request(TYPE.LIST, list, LIMITS, (payloads) => {
    const page = joinedList(new PayloadReader(Buffer.concat(payloads)), []);
    return page.entries.length === 0;
  });
}
