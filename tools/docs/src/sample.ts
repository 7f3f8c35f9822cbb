import { z } from 'zod';

interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly propertyNames?: unknown;
}

/** In every text of a sample, also in the values of its maps. */
export const SECRET = 'hunter2';

/** Of no text or list here. */
const SIZE = 1_000_003;

/** An input with a value for each argument. */
export function sampleOf(input: z.ZodObject): Readonly<Record<string, unknown>> {
  return valueOf(z.toJSONSchema(input, { io: 'output' }) as Shape, 'input') as Record<
    string,
    unknown
  >;
}

function valueOf(shape: Shape, name: string): unknown {
  const { type, enum: values, anyOf, items, properties, propertyNames } = shape;
  if (values) return values[0];
  if (anyOf?.[0]) return valueOf(anyOf[0], name);
  if (items) return [valueOf(items, name)];
  if (propertyNames !== undefined) return { [name]: SECRET };
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).map(([key, each]) => [key, valueOf(each, key)]),
    );
  if (type === 'boolean') return true;
  if (type === 'string') return `${name}=${SECRET}`;
  return SIZE;
}
