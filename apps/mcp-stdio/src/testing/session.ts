import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';

import { ARGS, COMMAND, serverEnv } from './environment.ts';

export interface Reply {
  readonly isError: boolean;
  readonly text: string;
  /** Of a success, whatever the tool answers. */
  readonly data: Record<string, never>;
  /** Of a failure. */
  readonly code: string | undefined;
  readonly error: Record<string, unknown> | undefined;
}

interface CallOptions {
  readonly onprogress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Session extends AsyncDisposable {
  readonly client: Client;
  readonly pid: number;
  readonly stderr: () => string;
  call(name: string, input?: Record<string, unknown>, options?: CallOptions): Promise<Reply>;
  /** As `call`, for what must work. */
  data<T>(name: string, input?: Record<string, unknown>, options?: CallOptions): Promise<T>;
}

/** A real server process and the SDK's client, as an assistant starts it. Its state is in `folder`. */
export async function startSession(
  folder: string,
  env: Record<string, string> = {},
): Promise<Session> {
  const transport = new StdioClientTransport({
    command: COMMAND,
    args: ARGS,
    env: serverEnv(folder, env),
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'e2e', version: '1' });
  await client.connect(transport, { timeout: 120_000 }).catch((cause: unknown) => {
    throw new Error(`The server did not start:\n${stderr}`, { cause });
  });

  const call: Session['call'] = async (name, input = {}, options = {}) => {
    const request = { name, arguments: input };
    const result = await client.callTool(request, undefined, { timeout: 120_000, ...options });
    const error = result._meta?.['devbench/error'] as { code: string } | undefined;
    return {
      isError: result.isError === true,
      text: (result.content as { text: string }[]).map(({ text }) => text).join('\n'),
      data: (result.structuredContent ?? {}) as Record<string, never>,
      code: error?.code,
      error,
    };
  };
  return {
    client,
    pid: transport.pid ?? 0,
    stderr: () => stderr,
    call,
    async data<T>(name: string, input?: Record<string, unknown>, options?: CallOptions) {
      const { isError, text, data } = await call(name, input, options);
      if (isError) throw new Error(`${name} failed: ${text}\n${stderr.slice(-2000)}`);
      return data as T;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
