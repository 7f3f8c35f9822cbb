import { settingsSchema } from '@devbench/kernel';
import type { z } from 'zod';

import { code, table } from './table.ts';

/** Every variable that has an effect, as the schema describes it. */
export function settings(): string {
  const rows = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const { description = '' } = schema;
    return [code(name), defaultOf(schema), description];
  });
  return [
    '# Settings',
    'Environment variables, or a `.env` file in the root of the checkout; the environment wins.',
    table(['variable', 'default', 'meaning'], rows),
  ].join('\n\n');
}

function defaultOf(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined) return '';
  return code(typeof parsed.data === 'string' ? parsed.data : JSON.stringify(parsed.data));
}
