import { classifyInboundRequest } from '@modelcontextprotocol/server';
import type { Request, RequestHandler } from 'express';

/** Each request says by itself which revision it is of; the body is parsed already. */
export const byEra =
  (modern: RequestHandler, older: RequestHandler): RequestHandler =>
  (request, response, next) =>
    (isModern(request) ? modern : older)(request, response, next);

/** Whatever names the revision of 2026-07-28, however wrong the rest of it is. */
function isModern(request: Request): boolean {
  const body: unknown = request.body;
  if (body === undefined) return false;
  const { kind } = classifyInboundRequest({
    httpMethod: request.method,
    body,
    ...ifSent('protocolVersionHeader', request.get('mcp-protocol-version')),
    ...ifSent('mcpMethodHeader', request.get('mcp-method')),
    ...ifSent('mcpNameHeader', request.get('mcp-name')),
  });
  return kind !== 'legacy';
}

const ifSent = (name: string, value: string | undefined) =>
  value === undefined ? {} : { [name]: value };
