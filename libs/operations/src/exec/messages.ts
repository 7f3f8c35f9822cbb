import type { ExecEnd, OutputRecord } from '@devbench/core';
import { z } from 'zod';

import { decodeUtf8, incompleteTail, toBase64 } from '../text/utf8.ts';
import { jsonBytes, REPLY_BYTES } from './reply-bytes.ts';
import { toUsage, usageSchema } from './usage.ts';

export const messageSchema = z.strictObject({
  seq: z.number(),
  stream: z.enum(['stdout', 'stderr']).optional(),
  data: z.string().optional(),
  data_base64: z.string().optional(),
  offset: z.number().optional(),
  ts: z.string(),
  exit_code: z.number().nullable().optional(),
  usage: usageSchema.optional(),
  complete: z.boolean(),
});

export type Message = z.output<typeof messageSchema>;
export type Encoding = 'utf-8' | 'base64';

/** What a message costs beside its data. */
const MESSAGE_BYTES = 160;

/** The records that fit in a reply, as output and as JSON: at least one, however small the budget. */
export function fitting(
  records: readonly OutputRecord[],
  maxBytes: number,
): readonly OutputRecord[] {
  let [bytes, reply] = [0, 0];
  const end = records.findIndex(({ data }, index) => {
    bytes += data.length + MESSAGE_BYTES;
    reply += jsonBytes(data) + MESSAGE_BYTES;
    return index > 0 && (bytes > maxBytes + MESSAGE_BYTES || reply > REPLY_BYTES);
  });
  return end < 0 ? records : records.slice(0, end);
}

/** One message for each record. A character that two records share goes with the later one. */
export function toMessages(records: readonly OutputRecord[], encoding: Encoding): Message[] {
  const pieces = encoding === 'base64' ? records : wholeCharacters(records);
  return pieces.map(({ seq, stream, offset, at, data }) => {
    const text = encoding === 'base64' ? undefined : decodeUtf8(data);
    const content = text === undefined ? { data_base64: toBase64(data) } : { data: text };
    return { seq, stream, ...content, offset, ts: at.toISOString(), complete: false };
  });
}

export function endMessage({ seq, exitCode, usage, endedAt }: ExecEnd): Message {
  return {
    seq,
    ts: endedAt.toISOString(),
    exit_code: exitCode ?? null,
    usage: toUsage(usage),
    complete: true,
  };
}

function wholeCharacters(records: readonly OutputRecord[]): OutputRecord[] {
  const result = [...records];
  const last: Partial<Record<OutputRecord['stream'], number>> = {};
  for (const [index, original] of records.entries()) {
    const { stream } = original;
    const before = last[stream];
    last[stream] = index;
    const earlier = before === undefined ? undefined : result[before];
    if (before === undefined || !earlier) continue;
    const carried = incompleteTail(earlier.data);
    if (carried === 0 || earlier.offset + earlier.data.length !== original.offset) continue;
    const split = earlier.data.length - carried;
    result[before] = { ...earlier, data: earlier.data.subarray(0, split) };
    result[index] = {
      ...original,
      offset: original.offset - carried,
      data: Buffer.concat([earlier.data.subarray(split), original.data]),
    };
  }
  return result;
}
