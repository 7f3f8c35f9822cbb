import { type Sent, post } from './requests.ts';

const REVISION = '2026-07-28';
const META = 'io.modelcontextprotocol';

interface Asked extends Sent {
  /** Instead of the one that there is. */
  readonly revision?: string;
  readonly progressToken?: number;
  readonly signal?: AbortSignal;
}

export interface Message {
  readonly method?: string;
  readonly params?: Record<string, never>;
  readonly result?: Record<string, never>;
  readonly error?: { readonly code: number; readonly message: string; readonly data: object };
}

const nameOf = ({ name, uri }: Record<string, unknown>) =>
  typeof name === 'string' ? name : typeof uri === 'string' ? uri : undefined;

/** One request in the revision of 2026-07-28, by hand. */
export function ask(url: URL, method: string, params: object = {}, asked: Asked = {}) {
  const { revision = REVISION, progressToken, signal, headers, ...sent } = asked;
  const name = nameOf({ ...params });
  const _meta = {
    [`${META}/protocolVersion`]: revision,
    [`${META}/clientInfo`]: { name: 'by-hand', version: '1' },
    [`${META}/clientCapabilities`]: {},
    ...(progressToken !== undefined && { progressToken }),
  };
  return post(
    url,
    { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
    {
      ...sent,
      headers: {
        'Mcp-Protocol-Version': revision,
        'Mcp-Method': method,
        ...(name !== undefined && { 'Mcp-Name': name }),
        ...headers,
      },
    },
    signal,
  );
}

/** What an answer says, message by message, be it a stream or not. */
export async function* messages(response: Response): AsyncGenerator<Message> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    yield (await response.json()) as Message;
    return;
  }
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Message;
    }
  }
}

/** The last message, which is the answer. */
export async function answer(response: Promise<Response>): Promise<Message> {
  let last: Message = {};
  for await (const message of messages(await response)) last = message;
  return last;
}

/** What a tool answers. */
export async function callTool<T>(url: URL, name: string, input: object, who: Sent): Promise<T> {
  const { result } = await answer(ask(url, 'tools/call', { name, arguments: input }, who));
  if (!result || (result as { isError?: boolean }).isError) throw new Error(JSON.stringify(result));
  return result.structuredContent as unknown as T;
}
