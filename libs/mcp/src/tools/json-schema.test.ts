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

it('tells of a result its fields, and of their parts names and types', () => {
  const status = z.enum(['on', 'off']).describe('Whether it runs');
  const schema = z.strictObject({
    status,
    entries: z.array(z.strictObject({ status, inner: z.strictObject({ deep: z.string() }) })),
  });

  expect(toJsonSchema(schema, 'output')).toEqual({
    type: 'object',
    properties: {
      status: { type: 'string', enum: ['on', 'off'], description: 'Whether it runs' },
      entries: {
        type: 'array',
        items: {
          type: 'object',
          properties: { status: { type: 'string' }, inner: { type: 'object' } },
        },
      },
    },
  });
});
