import type { Operation, Toolset } from '@devbench/operations';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';

import { toAnnotations } from './annotations.ts';
import { toJsonSchema } from './json-schema.ts';

/** The tools of one server: what it lists and what it lets through. */
export interface ToolCatalog {
  readonly tools: readonly Tool[];
  find(name: string): Operation | undefined;
}

/** Tools by operation; the same for every server of this process, so each is made once. */
const made = new WeakMap<Operation, Tool>();

export function createToolCatalog(
  operations: readonly Operation[],
  toolsets: readonly Toolset[],
): ToolCatalog {
  const chosen = operations.filter(({ toolset, alsoIn }) =>
    [toolset, ...alsoIn].some((each) => toolsets.includes(each)),
  );
  const byName = new Map(chosen.map((operation) => [operation.name, operation]));
  return { tools: chosen.map(toolOf), find: (name) => byName.get(name) };
}

function toolOf(operation: Operation): Tool {
  const known = made.get(operation);
  if (known) return known;
  const tool = {
    name: operation.name,
    description: operation.summary,
    inputSchema: toJsonSchema(operation.input, 'input') as Tool['inputSchema'],
    outputSchema: toJsonSchema(operation.output, 'output') as NonNullable<Tool['outputSchema']>,
    annotations: toAnnotations(operation),
  };
  made.set(operation, tool);
  return tool;
}
