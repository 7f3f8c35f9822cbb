import { expect, it } from 'vitest';
import { z } from 'zod';

import { toJsonSchema } from './json-schema.ts';

it('keeps what helps to call and drops the rest', () => {
  const schema = z.strictObject({
    path: z.string().min(1).describe('Below /workspace'),
    limit: z.int().min(1).default(10),
    env: z.record(z.string(), z.string()).optional(),
    at: z.iso.datetime().optional(),
  });

  expect(toJsonSchema(schema, 'input')).toEqual({
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Below /workspace' },
      limit: { type: 'integer', minimum: 1, default: 10 },
      env: { type: 'object', additionalProperties: { type: 'string' } },
      at: { type: 'string', format: 'date-time' },
    },
    required: ['path'],
  });
});

it('does not repeat the names of all fields of a result', () => {
  const schema = z.strictObject({ size: z.int(), link: z.string().nullable() });

  expect(toJsonSchema(schema, 'output')).toEqual({
    type: 'object',
    properties: { size: { type: 'integer' }, link: { type: ['string', 'null'] } },
  });
});
