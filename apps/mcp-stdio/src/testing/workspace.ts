import type { Session } from './session.ts';

/** Of the set-up: busybox alone. */
export const IMAGE = 'devbench/busybox:test';

export interface Page {
  readonly messages: readonly { seq: number; data?: string; data_base64?: string }[];
  readonly next_seq: number;
  readonly dropped_bytes: number;
  readonly complete: boolean;
  readonly exit_code: number | null;
  readonly status: string;
}

export interface Run {
  readonly exec_id: string;
  readonly exit_code: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status: string;
}

export interface TestWorkspace extends AsyncDisposable {
  readonly id: string;
  sh(script: string): Promise<Run>;
}

/** A workspace of a small image that is killed, with its files, when it is out of sight. */
export async function spawnWorkspace(
  session: Session,
  input: Record<string, unknown> = {},
): Promise<TestWorkspace> {
  const { container_id } = await session.data<{ container_id: string }>('spawn', {
    image: IMAGE,
    ...input,
  });
  return {
    id: container_id,
    sh: (script) => session.data<Run>('exec_run', { container_id, script }),
    async [Symbol.asyncDispose]() {
      const end = { container_id, force: true, keep_workspace: false };
      await session.call('kill', end).catch(() => undefined);
    },
  };
}

/** Polls until `enough` of the output is there; answers where to go on. */
export async function follow(
  session: Session,
  exec_id: string,
  enough: (output: Buffer, page: Page) => boolean,
  after_seq = 0,
): Promise<{ output: Buffer; page: Page }> {
  let output = Buffer.alloc(0);
  for (let after = after_seq; ;) {
    const request = { exec_id, after_seq: after, wait_ms: 10_000, encoding: 'base64' };
    const page = await session.data<Page>('exec_poll', request);
    const pieces = page.messages.map((m) => Buffer.from(m.data_base64 ?? '', 'base64'));
    output = Buffer.concat([output, ...pieces]);
    if (page.complete || enough(output, page)) return { output, page };
    after = page.next_seq;
  }
}
