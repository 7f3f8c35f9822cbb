import { randomUUID } from 'node:crypto';

import type { Caller, Principal } from '@devbench/core';
import type { FileWatcher, OperationClient, Toolset } from '@devbench/operations';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CompleteRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';

import { toCallerSignal } from './cancellation.ts';
import { inProtocolTerms } from './errors.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { createProgressSender } from './progress.ts';
import { getPrompt, listPrompts } from './prompts/prompts.ts';
import { execOutputTemplate } from './resources/exec-output.ts';
import { followResources } from './resources/follow-resources.ts';
import { readResource } from './resources/read-resource.ts';
import { complete } from './resources/workspace/complete.ts';
import { listWorkspaces } from './resources/workspace/containers.ts';
import { workspaceTemplate } from './resources/workspace/uri.ts';
import { asked } from './tools/asked.ts';
import { callTool } from './tools/call.ts';
import { createToolCatalog } from './tools/catalog.ts';
import { traceContext } from './trace-context.ts';

export interface McpServerOptions {
  readonly version: string;
  /** Who is responsible for every call on this connection, or for the one that came with it. */
  readonly principal: Principal | ((auth: AuthInfo | undefined) => Principal);
  readonly toolsets: readonly Toolset[];
  /** How links look to the caller, where there are any. */
  readonly urlOf?: (auth: AuthInfo | undefined) => Caller['urlOf'];
  readonly session?: string;
  readonly instructions?: string;
}

/** The SDK makes one for every server otherwise, which costs more than all the rest of it. */
const VALIDATOR = new AjvJsonSchemaValidator();

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** A server for one connection; `connect` it to a transport. */
export function createMcpServer(
  client: OperationClient & Partial<FileWatcher>,
  { version, principal, toolsets, session = randomUUID(), instructions, ...edge }: McpServerOptions,
): Server {
  const catalog = createToolCatalog(client.operations, toolsets);
  const server = new Server(
    { name: 'devbench', version },
    {
      capabilities: {
        tools: {},
        resources: { subscribe: canWatch(client) },
        prompts: {},
        completions: {},
      },
      instructions: instructions ?? INSTRUCTIONS,
      jsonSchemaValidator: VALIDATOR,
    },
  );
  const callerOf = (extra: Extra): Caller => {
    const signal = toCallerSignal(server, extra.signal);
    const { name, version: of } = server.getClientVersion() ?? { name: 'unknown', version: '' };
    const whose = typeof principal === 'function' ? principal(extra.authInfo) : principal;
    const client = `${name} ${of}`.trim().slice(0, 100);
    const urlOf = edge.urlOf?.(extra.authInfo);
    const trace = traceContext(extra._meta, extra.requestInfo?.headers.traceparent);
    return { principal: whose, session, signal, client, ...trace, ...(urlOf && { urlOf }) };
  };

  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...catalog.tools] }));
  // As a handler of its own method the SDK would check each call twice more, and each result.
  server.fallbackRequestHandler = async (request, extra) => {
    const params = asked(request);
    const token = params._meta?.progressToken;
    if (token === undefined) return callTool(client, catalog, callerOf(extra), params);
    const progress = createProgressSender(token, (frame) =>
      extra.sendNotification({ method: 'notifications/progress', params: frame }),
    );
    const caller = { ...callerOf(extra), onProgress: progress.send };
    return callTool(client, catalog, caller, params).finally(progress.close);
  };

  server.setRequestHandler(ListResourcesRequestSchema, ({ params }, extra) =>
    inProtocolTerms(listWorkspaces(client, callerOf(extra), params?.cursor)),
  );
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [workspaceTemplate, execOutputTemplate],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }, extra) =>
    inProtocolTerms(readResource(client, callerOf(extra), uri)),
  );
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: listPrompts() }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) =>
    inProtocolTerms(Promise.resolve(params).then(getPrompt)),
  );
  server.setRequestHandler(CompleteRequestSchema, ({ params }, extra) =>
    inProtocolTerms(complete(client, callerOf(extra), params)),
  );
  if (canWatch(client)) followResources(server, client, callerOf);
  return server;
}

const canWatch = (
  client: OperationClient & Partial<FileWatcher>,
): client is OperationClient & FileWatcher => client.watch !== undefined;
