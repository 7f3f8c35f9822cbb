import { AppError, type Caller, toAppError } from '@devbench/core';
import { nearMatch, type OperationClient, operations } from '@devbench/operations';
import type { CallToolRequest, CallToolResult } from '@modelcontextprotocol/sdk/types.js';

import { toErrorResult } from '../errors.ts';
import type { ToolCatalog } from './catalog.ts';
import { toResult } from './result.ts';

/** A failure of a tool is a result, so that the model reads it; it is never a protocol error. */
export async function callTool(
  client: OperationClient,
  catalog: ToolCatalog,
  caller: Caller,
  { name, arguments: input = {} }: CallToolRequest['params'],
): Promise<CallToolResult> {
  try {
    const operation = catalog.find(name);
    if (!operation) throw unknownTool(name, catalog);
    return toResult(operation, await client.call(name, caller, input));
  } catch (thrown) {
    return toErrorResult(toAppError(thrown));
  }
}

/** A tool of another toolset, or one whose name was guessed. */
function unknownTool(name: string, { tools }: ToolCatalog): AppError {
  const toolset = operations.find((each) => each.name === name)?.toolset;
  const names = tools.map((each) => each.name);
  return new AppError('operation_not_found', `There is no tool "${name.slice(0, 64)}".`, {
    hint:
      toolset === undefined
        ? otherTool(nearMatch(name, names))
        : `It is of the toolset ${toolset}; the operator chooses toolsets with MCP_TOOLSETS.`,
  });
}

const otherTool = (near: string | undefined): string =>
  near === undefined ? 'Call tools/list to see what there is.' : `Did you mean ${near}?`;
