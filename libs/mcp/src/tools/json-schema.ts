import { z } from 'zod';

import { outline } from './outline.ts';

type Node = z.core.JSONSchema.JSONSchema;

/** Draft 2020-12, which is what MCP assumes when `$schema` is left out. */
export type JsonSchema = Node & { readonly type: 'object' };

/** Nobody passes a greater limit by mistake; if so, an error says it. */
const SENSIBLE = 100_000;

/**
 * What a client is told about arguments (`input`) or results (`output`). A model pays for every byte at every
 * turn, so what it cannot use is left out; the pipeline still checks all of it.
 */
export function toJsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => dropNoise(jsonSchema),
  });
  delete made.$schema;
  return { ...(io === 'output' ? outline(made) : made), type: 'object' };
}

function dropNoise(node: z.core.JSONSchema.BaseSchema): void {
  // Nobody asks for less than nothing by mistake.
  if (node.minimum !== undefined && node.minimum <= 0) delete node.minimum;
  if (node.maximum !== undefined && node.maximum > SENSIBLE) delete node.maximum;
  if (node.format !== undefined) delete node.pattern;
  if (node.additionalProperties === false) delete node.additionalProperties;
  // What one leaves out is not wanted.
  if (node.default === false || isEmpty(node.default)) delete node.default;
  // Long before something sensible is too long, an error says so.
  delete node.minItems;
  delete node.maxItems;
  delete node.minLength;
  delete node.maxLength;
  delete node.propertyNames;
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
