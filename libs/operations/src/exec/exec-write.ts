import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

export const execWrite = declare({
  name: 'exec_write',
  toolset: 'workspace',
  target: 'exec',
  summary:
    'Write to the standard input of a running command that was started with tty or an empty stdin.',
  effect: 'execute',
  input: {
    data: z.string().max(1_048_576).default(''),
    eof: z.boolean().default(false).describe('Close standard input after it'),
  },
  output: { exec_id: z.string(), written_bytes: z.number() },
  audit: ({ data, eof }) => ({ bytes: Buffer.byteLength(data), eof }),
  render: ({ exec_id, written_bytes }) => `${exec_id}: ${written_bytes} bytes written`,
  async run(call: CallOn<'exec', 'jobs'>, { data, eof }) {
    const bytes = Buffer.from(data);
    await call.jobs.write(call.exec, bytes, { eof, signal: call.signal });
    return { exec_id: call.exec.id, written_bytes: bytes.length };
  },
});
