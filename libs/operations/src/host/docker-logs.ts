import { AppError } from '@devbench/core';
import { z } from 'zod';

import { HeadTail } from '../exec/head-tail.ts';
import { type CallOn, declare } from '../operation.ts';
import { timeInput } from '../text/time-input.ts';
import { decodeUtf8, toBase64 } from '../text/utf8.ts';
import { followed } from './followed.ts';
import { chunkInput, hostId, maxBytesInput, replyBytes } from './host-fields.ts';
import { findVisible, type HostCall } from './visible.ts';

const ANSWER_MS = 30_000;

export const dockerLogs = declare({
  name: 'docker_logs',
  toolset: 'docker',
  target: 'none',
  summary:
    'What the main process of a container printed. With follow also what it prints within ' +
    'follow_s, as progress and in the result. Commands of a workspace have exec_poll instead.',
  effect: 'read',
  rate: 'reads',
  input: {
    id: hostId,
    since: timeInput.optional(),
    tail: z
      .union([
        z.int().min(0).max(1_000_000),
        z.literal('all'),
        z.string().regex(/^\d{1,6}$/, 'a number of lines, or all'),
      ])
      .default(1000)
      .describe('Lines from the end'),
    stream: z.enum(['both', 'stdout', 'stderr']).default('both'),
    timestamps: z.boolean().default(true),
    follow: z.boolean().default(false),
    follow_s: z.int().min(1).max(3600).default(30),
    max_bytes: maxBytesInput,
    chunkBytes: chunkInput,
  },
  output: {
    logs: z.string(),
    total_bytes: z.number(),
    truncated: z.boolean(),
  },
  audit: ({ id }) => ({ id }),
  deadlineMs: ({ follow, follow_s }) => (follow ? follow_s * 1000 : 0) + ANSWER_MS,
  render: ({ logs }) => logs || 'nothing',
  async run(call: HostCall & CallOn<'none', 'clock' | 'config'>, input) {
    const { container, workspace } = await findVisible(call, input.id);
    if (workspace) {
      throw new AppError('invalid_argument', `${workspace.id} is a workspace, which has no log.`, {
        hint: 'Call list_execs, then exec_poll for the output of a command.',
      });
    }
    const { maxBytes: operators, chunkBytes: usual } = call.config.dockerTools;
    const maxBytes = replyBytes(input.max_bytes, operators);
    const wanted = { ...input, chunkBytes: input.chunkBytes ?? usual };
    const kept = new HeadTail(maxBytes);
    let bytes = 0;
    for await (const { stream, data } of followed(call, container.engineId, wanted)) {
      if (input.stream !== 'both' && input.stream !== stream) continue;
      kept.push(bytes, data);
      bytes += data.length;
    }
    const { head, tail, omitted } = kept.excerpt(maxBytes);
    const gap = omitted > 0 ? `\n[… ${omitted} of ${bytes} bytes left out …]\n` : '';
    return {
      logs: [textOf(head), gap, textOf(tail)].join(''),
      total_bytes: bytes,
      truncated: omitted > 0,
    };
  },
});

const textOf = (data: Uint8Array) => decodeUtf8(data) ?? toBase64(data);
