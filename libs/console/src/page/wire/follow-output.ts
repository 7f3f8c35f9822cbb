import { ask } from './ask.ts';
import { readEvents } from './read-events.ts';

export interface OutputMessage {
  readonly records: readonly { readonly stream: 'stdout' | 'stderr'; readonly data: string }[];
  readonly dropped_bytes: number;
  readonly complete: boolean;
  readonly status: string;
  readonly exit_code: number | null;
}

export type OutputEvent = OutputMessage | { readonly message: string };

/** The output of a command as it comes, to its end. Rejects with `Refusal`. */
export async function* followOutput(
  execId: string,
  signal: AbortSignal,
): AsyncGenerator<OutputEvent> {
  const { body } = await ask(`output/${encodeURIComponent(execId)}`, { signal });
  if (!body) return;
  for await (const { data } of readEvents(body)) yield data as OutputEvent;
}
