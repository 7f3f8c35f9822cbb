import { type Caller, type Principal, toAppError } from '@devbench/core';
import type { FileWatcher, OperationClient, Toolset } from '@devbench/operations';
import {
  CLIENT_INFO_META_KEY,
  type Implementation,
  type ListToolsResult,
  ProtocolError,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';

import { toCallerSignal } from '../cancellation.ts';
import { protocolFacts } from '../errors.ts';
import { INSTRUCTIONS } from '../instructions.ts';
import { createProgressSender } from '../progress.ts';
import { getPrompt, listPrompts } from '../prompts/prompts.ts';
import { execOutputTemplate } from '../resources/exec-output.ts';
import { readResource } from '../resources/read-resource.ts';
import { complete } from '../resources/workspace/complete.ts';
import { listWorkspaces } from '../resources/workspace/containers.ts';
import { workspaceTemplate } from '../resources/workspace/uri.ts';
import { callTool } from '../tools/call.ts';
import { createToolCatalog } from '../tools/catalog.ts';
import { traceContext } from '../trace-context.ts';

export interface ModernServerOptions {
  readonly version: string;
  /** Who is responsible for the request. */
  readonly principal: Principal;
  readonly toolsets: readonly Toolset[];
  /** How links look to the caller, where there are any. */
  readonly urlOf?: Caller['urlOf'];
  readonly instructions?: string;
  /** Of the connection, where all requests come by one; whoever leaves that has cancelled nothing. */
  readonly session?: string;
}

/** The part of what every request says of its client that matters here; the SDK has checked it. */
interface Envelope {
  readonly [CLIENT_INFO_META_KEY]?: Implementation;
}

/** There are no sessions, so what a caller keeps without naming one is the caller's in all requests. */
export const NO_SESSION = 'stateless';

/** What is the same for as long as the process lives. */
const LASTING = { ttlMs: 300_000 };
const VALIDATOR = new AjvJsonSchemaValidator();

/** A server for one request, or one connection, in the revision of 2026-07-28; it serves what that of the older ones serves. */
export function createModernServer(
  client: OperationClient & Partial<FileWatcher>,
  { version, principal, toolsets, urlOf, instructions, session }: ModernServerOptions,
): Server {
  const catalog = createToolCatalog(client.operations, toolsets);
  // What both SDKs call a tool differs only in what they call JSON.
  const tools = [...catalog.tools] as ListToolsResult['tools'];
  const server = new Server(
    { name: 'devbench', version },
    {
      capabilities: {
        tools: {},
        resources: { subscribe: client.watch !== undefined },
        prompts: {},
        completions: {},
      },
      cacheHints: {
        'server/discover': LASTING,
        'tools/list': LASTING,
        'prompts/list': LASTING,
        'resources/templates/list': LASTING,
      },
      instructions: instructions ?? INSTRUCTIONS,
      jsonSchemaValidator: VALIDATOR,
    },
  );
  // A client that hangs up a request of its own has cancelled it: this revision knows no other way.
  const signalOf = (signal: AbortSignal) =>
    session === undefined ? signal : toCallerSignal(server, signal);
  const callerOf = ({ mcpReq: { signal, envelope, _meta }, http }: ServerContext): Caller => {
    const { [CLIENT_INFO_META_KEY]: info } = (envelope ?? {}) as Envelope;
    const { name, version: of } = info ?? { name: 'unknown', version: '' };
    const said = `${name} ${of}`.trim().slice(0, 100);
    return {
      ...{ principal, session: session ?? NO_SESSION, signal: signalOf(signal), client: said },
      ...traceContext(_meta, http?.req?.headers.get('traceparent')),
      ...(urlOf && { urlOf }),
    };
  };

  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const token = context.mcpReq._meta?.progressToken;
    if (token === undefined) return callTool(client, catalog, callerOf(context), params);
    const progress = createProgressSender(token, (frame) =>
      context.mcpReq.notify({ method: 'notifications/progress', params: frame }),
    );
    const caller = { ...callerOf(context), onProgress: progress.send };
    return callTool(client, catalog, caller, params).finally(progress.close);
  });

  server.setRequestHandler('resources/list', ({ params }, context) =>
    inProtocolTerms(listWorkspaces(client, callerOf(context), params?.cursor)),
  );
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [workspaceTemplate, execOutputTemplate],
  }));
  server.setRequestHandler('resources/read', ({ params: { uri } }, context) =>
    inProtocolTerms(readResource(client, callerOf(context), uri), { uri }),
  );
  server.setRequestHandler('prompts/list', () => ({ prompts: listPrompts() }));
  server.setRequestHandler('prompts/get', ({ params }) =>
    inProtocolTerms(Promise.resolve(params).then(getPrompt)),
  );
  server.setRequestHandler('completion/complete', ({ params }, context) =>
    inProtocolTerms(complete(client, callerOf(context), params)),
  );
  return server;
}

const inProtocolTerms = <T>(result: Promise<T>, about: object = {}): Promise<T> =>
  result.catch((thrown: unknown) => {
    const { code, message, data } = protocolFacts(toAppError(thrown));
    throw new ProtocolError(code, message, { ...about, ...data });
  });
