import { z } from 'zod';

import type { Call } from '../ours/call.ts';

const started = z.object({ exec_id: z.string() });
const page = z.object({
  messages: z.array(z.object({ data: z.string().optional() })),
  next_seq: z.number(),
  dropped_bytes: z.literal(0),
  complete: z.boolean(),
  exit_code: z.number().nullish(),
});

interface Following {
  readonly maxBytes?: number;
  /** Told at the moment when a page is here. */
  readonly onText: (text: string) => void;
}

/** Starts a command and follows it with long polls to its end. */
export async function follow(
  call: Call,
  command: { readonly container_id: string; readonly cmd: readonly string[] },
  { maxBytes = 65_536, onText }: Following,
): Promise<void> {
  const { exec_id } = started.parse(await call('exec_start', command));
  for (let after_seq = 0; ;) {
    const poll = { exec_id, after_seq, wait_ms: 10_000, max_bytes: maxBytes };
    const { messages, next_seq, complete, exit_code } = page.parse(await call('exec_poll', poll));
    for (const { data } of messages) if (data !== undefined) onText(data);
    if (complete && exit_code === 0) return;
    if (complete) throw new Error(`the command ended with ${String(exit_code)}`);
    after_seq = next_seq;
  }
}
