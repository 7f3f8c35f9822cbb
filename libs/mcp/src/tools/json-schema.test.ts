import { expect, it } from 'vitest';
import { z } from 'zod';

import { toJsonSchema } from './json-schema.ts';

it('keeps what helps to call and drops the rest', () => {
  const schema = z.strictObject({
    path: z.string().min(1).describe('Below /workspace'),
    limit: z.int().min(1).max(1000).default(10),
    bytes: z.int().max(1_048_576),
    list: z.array(z.int()).min(1).max(9),
    env: z.record(z.string(), z.string()).optional(),
    all: z.boolean().default(false),
    at: z.iso.datetime().optional(),
  });

  expect(toJsonSchema(schema, 'input')).toEqual({
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Below /workspace' },
      limit: { type: 'integer', minimum: 1, maximum: 1000, default: 10 },
      bytes: { type: 'integer' },
      list: { type: 'array', items: { type: 'integer' } },
      env: { type: 'object', additionalProperties: { type: 'string' } },
      all: { type: 'boolean' },
      at: { type: 'string', format: 'date-time' },
    },
    required: ['path', 'bytes', 'list'],
  });
});

it('tells of a result its fields, and nothing of their parts', () => {
  const status = z.enum(['on', 'off']).describe('Whether it runs');
  const schema = z.strictObject({
    status,
    entries: z.array(z.strictObject({ status, inner: z.strictObject({ deep: z.string() }) })),
  });

  expect(toJsonSchema(schema, 'output')).toEqual({
    type: 'object',
    properties: {
      status: { type: 'string', description: 'Whether it runs' },
      entries: { type: 'array' },
    },
  });
});
