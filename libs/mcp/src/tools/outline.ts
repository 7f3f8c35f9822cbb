import type { z } from 'zod';

type Node = z.core.JSONSchema.JSONSchema;
type Child = z.core.JSONSchema._JSONSchema;

/** Fields of the result, and fields of its parts. */
const LEVELS = 2;

/**
 * The shape of a result, in fewer bytes. A result is read, not filled in, and speaks for itself: the fields of
 * its parts have a type and no more.
 */
export function outline(node: Node, level = 0): Node {
  const { required: _required, properties, items, anyOf, ...rest } = node;
  if (level >= LEVELS) {
    delete rest.enum;
    delete rest.description;
  }
  const at = (next: number) => (child: Child) =>
    typeof child === 'boolean' ? child : outline(child, next);
  return {
    ...rest,
    ...(properties && level < LEVELS && { properties: mapValues(properties, at(level + 1)) }),
    ...(items !== undefined && { items: Array.isArray(items) ? items : at(level)(items) }),
    ...(anyOf && { anyOf: anyOf.map(at(level)) as Node[] }),
  };
}

const mapValues = (object: Record<string, Child>, map: (child: Child) => Child) =>
  Object.fromEntries(Object.entries(object).map(([name, child]) => [name, map(child)]));
