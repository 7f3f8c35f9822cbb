import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { endMessage, fitting, messageSchema, toMessages } from './messages.ts';
import { endFields, endShape, statusLine, statusSchema } from './status.ts';

/** Above the wait, for the answer itself. */
const ANSWER_MS = 10_000;

export const execPoll = declare({
  name: 'exec_poll',
  toolset: 'workspace',
  target: 'exec',
  summary:
    'Output of a command after a position; with wait_ms it answers as soon as there is news. Pass ' +
    'next_seq as the next after_seq until complete is true.',
  effect: 'read',
  rate: 'reads',
  input: {
    after_seq: z.int().min(0).default(0),
    wait_ms: z.int().min(0).max(30_000).default(0).describe('How long to wait for news'),
    max_bytes: z.int().min(1).max(1_048_576).default(65_536),
    encoding: z
      .enum(['utf-8', 'base64'])
      .default('utf-8')
      .describe('With utf-8, only what is no text comes as data_base64'),
  },
  output: {
    messages: z.array(messageSchema),
    next_seq: z.number(),
    dropped_bytes: z.number().describe('Bytes after after_seq that are no longer kept'),
    complete: z.boolean(),
    ...endShape,
    status: statusSchema,
  },
  audit: ({ after_seq }) => ({ after_seq }),
  deadlineMs: ({ wait_ms }) => wait_ms + ANSWER_MS,
  render({ messages, status, exit_code, oom_killed, dropped_bytes, next_seq, complete }) {
    const dropped = dropped_bytes > 0 ? `[${dropped_bytes} bytes are no longer kept]\n` : '';
    const text = messages.map(({ data, data_base64 }) => data ?? data_base64 ?? '').join('');
    const more = complete ? '' : `, next_seq ${next_seq}`;
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${dropped}${text}${gap}[${statusLine(status, exit_code, oom_killed)}${more}]`;
  },
  async run(call: CallOn<'exec', 'jobs'>, input) {
    const { after_seq: afterSeq, wait_ms: waitMs, max_bytes: maxBytes, encoding } = input;
    const request = { afterSeq, maxBytes, waitMs, signal: call.signal };
    const page = await call.jobs.read(call.exec, request);
    const records = fitting(page.records, maxBytes);
    const all = records.length === page.records.length;
    const end = all && page.complete ? page.end : undefined;
    const messages = toMessages(records, encoding);
    if (end && end.seq > afterSeq) messages.push(endMessage(end));
    return {
      messages,
      next_seq: messages.at(-1)?.seq ?? page.nextSeq,
      dropped_bytes: page.droppedBytes,
      complete: end !== undefined,
      ...endFields(end),
      status: end?.reason ?? page.status,
    };
  },
});
