import {
  type CallToolRequest,
  CallToolRequestSchema,
  ErrorCode,
  type JSONRPCRequest,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';

/**
 * What a request wants a tool to do.
 * @throws McpError `MethodNotFound`, when it is no call of a tool; `InvalidParams`
 */
export function asked(request: JSONRPCRequest): CallToolRequest['params'] {
  if (request.method !== 'tools/call')
    throw new McpError(ErrorCode.MethodNotFound, 'Method not found');
  const { data, error } = CallToolRequestSchema.safeParse(request);
  if (data) return data.params;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new McpError(ErrorCode.InvalidParams, `tools/call: ${problems.join('; ')}`);
}
