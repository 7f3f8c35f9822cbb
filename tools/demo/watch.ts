import type { Tools } from './tools.ts';

export interface Watched {
  readonly text: string;
  readonly exitCode: number | null;
  /** When the first output was here, and when the end was, since the call. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Follows a command with long polls and shows each piece of output when it arrives. */
export async function watch(
  { call }: Tools,
  exec_id: string,
  show: (line: string) => void,
): Promise<Watched> {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  let text = '';
  let firstMs: number | undefined;
  for (let after_seq = 0; ;) {
    const page = await call('exec_poll', { exec_id, after_seq, wait_ms: 30_000 });
    for (const { data } of page.messages) {
      if (data === undefined) continue;
      firstMs ??= elapsed();
      show(`${`+${elapsed()} ms`.padStart(9)}  ${data.trimEnd()}`);
      text += data;
    }
    after_seq = page.next_seq;
    if (!page.complete) continue;
    const lastMs = elapsed();
    return { text, exitCode: page.exit_code, firstMs: firstMs ?? lastMs, lastMs };
  }
}
