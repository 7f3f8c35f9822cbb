import { type Operation, operations } from '@devbench/operations';
import { z } from 'zod';

import { code, table } from './table.ts';

interface Field {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
  readonly description?: string;
  readonly default?: unknown;
}

interface Fields {
  readonly properties?: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
}

/** Every tool with its arguments and the fields of its result. */
export function tools(): string {
  return ['# Tools', ...operations.map(section)].join('\n\n');
}

function section({
  name,
  toolset,
  alsoIn,
  effect,
  summary,
  input,
  output,
  aliases,
}: Operation): string {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' }) as Fields;
  const rows = Object.entries(properties).map(([argument, field]) => [
    code(argument) + otherNames(argument, aliases),
    typeOf(field),
    required.includes(argument) ? 'required' : defaultOf(field),
    field.description ?? '',
  ]);
  const result = (z.toJSONSchema(output, { io: 'output' }) as Fields).properties ?? {};
  return [
    `## ${name}`,
    `Toolset ${[toolset, ...alsoIn].map(code).join(', ')}; effect ${code(effect)}. ${summary}`,
    rows.length > 0 ? table(['argument', 'type', 'default', 'meaning'], rows) : 'No arguments.',
    `Result: ${Object.keys(result).map(code).join(', ')}`,
  ].join('\n\n');
}

function otherNames(argument: string, aliases: Operation['aliases']): string {
  const names = Object.entries(aliases).flatMap(([alias, name]) =>
    name === argument ? alias : [],
  );
  return names.length > 0 ? ` (also ${names.map(code).join(', ')})` : '';
}

const defaultOf = (field: Field) =>
  field.default === undefined ? '' : code(JSON.stringify(field.default));

function typeOf({ type, enum: values, anyOf, items }: Field): string {
  if (values) return values.map((value) => code(JSON.stringify(value))).join(', ');
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (type === 'array' && items) return `list of ${typeOf(items)}`;
  return [type ?? 'any'].flat().join(' or ');
}
