import type { Session } from './session.ts';

export type Stream = 'stdout' | 'stderr';

export interface Message {
  readonly seq: number;
  readonly stream?: Stream;
  readonly offset?: number;
  readonly data?: string;
  readonly data_base64?: string;
}

/** What `exec_poll` answers. */
export interface OutputPage {
  readonly messages: readonly Message[];
  readonly next_seq: number;
  readonly dropped_bytes: number;
  readonly complete: boolean;
  readonly exit_code: number | null;
  readonly signal?: string;
  readonly oom_killed?: boolean;
  readonly status: string;
}

export const bytesOf = ({ data, data_base64 }: Message): Buffer =>
  data_base64 === undefined ? Buffer.from(data ?? '') : Buffer.from(data_base64, 'base64');

export const textOf = (page: OutputPage): string =>
  Buffer.concat(page.messages.map(bytesOf)).toString();

/** Starts a command; answers its id. */
export async function start(
  session: Session,
  container_id: string,
  input: Record<string, unknown>,
): Promise<string> {
  const request = { container_id, ...input };
  return (await session.data<{ exec_id: string }>('exec_start', request)).exec_id;
}

export const poll = (session: Session, exec_id: string, input: Record<string, unknown> = {}) =>
  session.data<OutputPage>('exec_poll', { exec_id, max_bytes: 1_048_576, ...input });

/** The command's end, and its output after a position. */
export async function ended(session: Session, exec_id: string, after_seq = 0) {
  const seen = await until(session, exec_id, () => false, after_seq);
  const bytes = (stream: Stream) =>
    Buffer.concat(seen.messages.filter((it) => it.stream === stream).map(bytesOf));
  return { ...seen.page, stdout: bytes('stdout'), stderr: bytes('stderr') };
}

/** Follows the output until `enough` of it is there, or the command has ended. */
export async function until(
  session: Session,
  exec_id: string,
  enough: (output: string) => boolean,
  after_seq = 0,
) {
  const messages: Message[] = [];
  let text = '';
  for (let after = after_seq; ;) {
    const page = await poll(session, exec_id, {
      after_seq: after,
      wait_ms: 20_000,
      encoding: 'base64',
    });
    messages.push(...page.messages);
    text += Buffer.concat(page.messages.map(bytesOf)).toString();
    if (page.complete || enough(text)) return { page, messages, text };
    after = page.next_seq;
  }
}
