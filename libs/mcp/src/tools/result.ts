import { AppError } from '@devbench/core';
import type { Operation } from '@devbench/operations';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** No reply is larger, whatever was asked for. */
export const REPLY_LIMIT = 1024 * 1024;
/** Beyond this the text is a beginning only: the whole is in the structured content already. */
export const TEXT_LIMIT = 64 * 1024;

/**
 * Structured content for programs and the same as text for a reader.
 * @throws AppError `too_large`
 */
export function toResult(operation: Operation, output: Record<string, unknown>): CallToolResult {
  const text = shorten((operation.render as (output: unknown) => string)(output));
  const bytes = jsonBytes(output) + jsonBytes(text);
  if (bytes > REPLY_LIMIT) {
    throw new AppError('too_large', `The call is done, but its reply would have ${bytes} bytes.`, {
      hint: 'Ask for less at once, with max_bytes, limit or offset.',
      data: { bytes, limit: REPLY_LIMIT, ...idsOf(output) },
    });
  }
  return { content: [{ type: 'text', text }], structuredContent: output };
}

/** What the call has made must not be lost with the reply. */
const idsOf = (output: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(output).filter(
      (entry): entry is [string, string] =>
        entry[0].endsWith('_id') && typeof entry[1] === 'string',
    ),
  );

function shorten(text: string): string {
  const total = Buffer.byteLength(text);
  if (total <= TEXT_LIMIT) return text;
  // A cut inside a character leaves a replacement character at the end.
  const kept = Buffer.from(text)
    .subarray(0, TEXT_LIMIT)
    .toString()
    .replace(/\uFFFD$/, '');
  return `${kept}\n[text: the first ${Buffer.byteLength(kept)} of ${total} bytes; all of it is in structuredContent, or ask for less at once]`;
}

const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
