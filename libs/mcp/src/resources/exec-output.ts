import { AppError, type Caller } from '@devbench/core';
import type { OperationClient } from '@devbench/operations';
import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

export const execOutputTemplate = {
  uriTemplate: 'exec://{exec_id}/output{?after_seq}',
  name: 'exec output',
  description: 'What a command has written so far, stdout and stderr in the order of writing.',
  mimeType: 'text/plain',
};

const PAGE_BYTES = 256 * 1024;
const URI = /^exec:\/\/([\w-]{1,64})\/output(?:\?after_seq=(\d{1,15}))?$/;

/** The part of `exec_poll` that matters here. */
const page = z.object({
  messages: z.array(z.object({ data_base64: z.string().optional() })),
  next_seq: z.int(),
  dropped_bytes: z.int(),
  complete: z.boolean(),
});

/**
 * Reads one page; `_meta` says where the next one begins and what is no longer kept.
 * @throws AppError
 */
export async function readExecOutput(
  client: OperationClient,
  caller: Caller,
  uri: string,
): Promise<ReadResourceResult> {
  const [, exec_id, after = '0'] = URI.exec(uri) ?? [];
  if (exec_id === undefined) {
    throw new AppError('invalid_argument', 'There is no such resource.', {
      hint: `Resources look like ${execOutputTemplate.uriTemplate}.`,
    });
  }
  const { messages, ...position } = page.parse(
    await client.call('exec_poll', caller, {
      exec_id,
      after_seq: Number(after),
      wait_ms: 0,
      max_bytes: PAGE_BYTES,
      encoding: 'base64',
    }),
  );
  const data = Buffer.concat(messages.map((m) => Buffer.from(m.data_base64 ?? '', 'base64')));
  return { contents: [{ uri, ...contentOf(data), _meta: { 'devbench/page': position } }] };
}

function contentOf(data: Buffer) {
  const text = data.toString();
  return text.includes('\uFFFD') || text.includes('\0')
    ? { mimeType: 'application/octet-stream', blob: data.toString('base64') }
    : { mimeType: execOutputTemplate.mimeType, text };
}
