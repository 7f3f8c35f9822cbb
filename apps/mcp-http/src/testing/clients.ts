import { createMCPClient } from '@ai-sdk/mcp';
import * as v2 from '@modelcontextprotocol/client';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { CLIENT } from './issuer.ts';
import { withToken } from './session.ts';

export interface ToolReply {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
}

/** What all clients can do, each in its own way. */
export interface AnyClient extends AsyncDisposable {
  tools(): Promise<readonly string[]>;
  call(name: string, input: Record<string, unknown>): Promise<ToolReply>;
}

export interface Credentials {
  readonly token?: string | undefined;
  /** The client has a secret, and finds by itself where that is good for a token. */
  readonly issuer?: string;
}

type Connect = (url: URL, credentials: Credentials) => Promise<AnyClient>;

const info = { name: 'e2e', version: '1' };
const secretFor = (issuer: string) => ({
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  scope: 'workspace',
  expectedIssuer: issuer,
});

/** Both versions name what they can do alike. */
const ofSdk = (client: Client | v2.Client): AnyClient => ({
  tools: async () => (await client.listTools()).tools.map(({ name }) => name),
  call: async (name, input) => (await client.callTool({ name, arguments: input })) as ToolReply,
  [Symbol.asyncDispose]: () => client.close(),
});

const sdk1: Connect = async (url, { token, issuer }) => {
  const client = new Client(info);
  const authProvider =
    issuer === undefined ? undefined : new ClientCredentialsProvider(secretFor(issuer));
  const transport = new StreamableHTTPClientTransport(url, {
    ...withToken(token),
    ...(authProvider && { authProvider }),
  });
  await client.connect(transport);
  return ofSdk(client);
};

const sdk2 =
  (mode: v2.VersionNegotiationMode): Connect =>
  async (url, { token, issuer }) => {
    const client = new v2.Client(info, { versionNegotiation: { mode } });
    const authProvider =
      issuer === undefined ? undefined : new v2.ClientCredentialsProvider(secretFor(issuer));
    const transport = new v2.StreamableHTTPClientTransport(url, {
      ...withToken(token),
      ...(authProvider && { authProvider }),
    });
    await client.connect(transport);
    return ofSdk(client);
  };

const aiSdk: Connect = async ({ href: url }, { token }) => {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const client = await createMCPClient({ transport: { type: 'http', url, headers } });
  const tools = await client.tools();
  return {
    tools: async () => Object.keys(tools),
    async call(name, input) {
      const options = { toolCallId: '1', messages: [], context: {} };
      return (await tools[name]?.execute(input, options as never)) as ToolReply;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
};

interface Kind {
  readonly name: string;
  readonly connect: Connect;
  /** Whether a secret is all that it needs where there is an issuer: it finds the way to a token by itself. */
  readonly asks: boolean;
}

export const CLIENTS: readonly Kind[] = [
  { name: 'SDK v1', connect: sdk1, asks: true },
  { name: 'SDK v2 with a handshake', connect: sdk2('legacy'), asks: true },
  { name: 'SDK v2 in 2026-07-28', connect: sdk2({ pin: '2026-07-28' }), asks: true },
  { name: 'SDK v2 in what it finds', connect: sdk2('auto'), asks: true },
  // It signs people on by a browser, so it is given a token.
  { name: 'AI SDK', connect: aiSdk, asks: false },
];
