import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';

/** Of the set-up: busybox alone. */
export const IMAGE = 'devbench/busybox:test';

export interface Reply {
  readonly isError: boolean;
  readonly text: string;
  /** Of a success, whatever the tool answers. */
  readonly data: Record<string, never>;
  /** Of a failure. */
  readonly code: string | undefined;
}

interface CallOptions {
  readonly onprogress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Session extends AsyncDisposable {
  readonly client: Client;
  call(name: string, input?: object, options?: CallOptions): Promise<Reply>;
  /** As `call`, for what must work. */
  data<T>(name: string, input?: object, options?: CallOptions): Promise<T>;
}

export const withToken = (token: string | undefined) =>
  token === undefined ? {} : { requestInit: { headers: { Authorization: `Bearer ${token}` } } };

/** The SDK's client over streamable HTTP. */
export const connect = (url: URL, token?: string) =>
  connectBy(new StreamableHTTPClientTransport(url, withToken(token)));

export async function connectBy(transport: object): Promise<Session> {
  const client = new Client({ name: 'e2e', version: '1' });
  await client.connect(transport as Transport, { timeout: 120_000 });
  const call: Session['call'] = async (name, input = {}, options = {}) => {
    const request = { name, arguments: { ...input } };
    const result = await client.callTool(request, undefined, { timeout: 120_000, ...options });
    const error = result._meta?.['devbench/error'] as { code: string } | undefined;
    return {
      isError: result.isError === true,
      text: (result.content as { text: string }[]).map(({ text }) => text).join('\n'),
      data: (result.structuredContent ?? {}) as Record<string, never>,
      code: error?.code,
    };
  };
  return {
    client,
    call,
    async data<T>(name: string, input?: object, options?: CallOptions) {
      const { isError, text, data } = await call(name, input, options);
      if (isError) throw new Error(`${name} failed: ${text}`);
      return data as T;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
