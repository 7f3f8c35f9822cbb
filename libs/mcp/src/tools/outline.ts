import type { z } from 'zod';

type Node = z.core.JSONSchema.JSONSchema;
type Child = z.core.JSONSchema._JSONSchema;

/**
 * The shape of a result, in fewer bytes. A result is read, not filled in, and speaks for itself: its fields have a
 * type and perhaps a description, their parts nothing.
 */
export function outline(node: Node): Node {
  const { required: _, properties = {}, ...rest } = node;
  return { ...rest, properties: mapValues(properties, field) };
}

function field(child: Child): Child {
  if (typeof child === 'boolean') return child;
  const { type, description, anyOf } = child;
  return {
    ...(type !== undefined && { type }),
    ...(anyOf && { anyOf: anyOf.map(field) as Node[] }),
    ...(description !== undefined && { description }),
  };
}

const mapValues = (object: Record<string, Child>, map: (child: Child) => Child) =>
  Object.fromEntries(Object.entries(object).map(([name, child]) => [name, map(child)]));
