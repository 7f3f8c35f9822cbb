const ACCEPT = 'application/json, text/event-stream';

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  },
};

export interface Sent {
  readonly token?: string;
  readonly session?: string;
  readonly headers?: Record<string, string>;
}

export const headersOf = ({ token, session, headers }: Sent = {}) => ({
  Accept: ACCEPT,
  'Content-Type': 'application/json',
  ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  ...(session !== undefined && { 'Mcp-Session-Id': session }),
  ...headers,
});

/** Without any client library in between. */
export const post = (url: URL, body: unknown, sent?: Sent, signal?: AbortSignal) =>
  fetch(url, {
    method: 'POST',
    ...(signal && { signal }),
    headers: headersOf(sent),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Begins a session and forgets it; answers its id. */
export async function leakSession(url: URL, token?: string): Promise<string> {
  const response = await post(url, INITIALIZE, token === undefined ? {} : { token });
  await response.text();
  return response.headers.get('mcp-session-id') ?? `none: ${response.status}`;
}
