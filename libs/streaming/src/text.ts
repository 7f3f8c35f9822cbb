import { isUtf8 } from 'node:buffer';

import type { OutputRecord, OutputStream } from '@devbench/core';

/** A record for JSON: its bytes are text when they are valid UTF-8, else base64. */
export interface OutputMessage {
  readonly seq: number;
  readonly stream: OutputStream;
  readonly at: Date;
  readonly data?: string;
  readonly dataBase64?: string;
}

/** One message for each record; with `base64` none is text. Nothing is ever replaced. */
export function toMessages(
  records: readonly OutputRecord[],
  encoding: 'auto' | 'base64' = 'auto',
): OutputMessage[] {
  return records.map(({ seq, stream, at, data }) => {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return encoding === 'auto' && isUtf8(bytes)
      ? { seq, stream, at, data: bytes.toString('utf8') }
      : { seq, stream, at, dataBase64: bytes.toString('base64') };
  });
}

/** The exact bytes of a message. */
export function forReading({ data, dataBase64 }: OutputMessage): Uint8Array {
  return data === undefined ? Buffer.from(dataBase64 ?? '', 'base64') : Buffer.from(data, 'utf8');
}
