import { expect, it } from 'vitest';
import { z } from 'zod';

import { operations } from './registry.ts';

const everyday = operations.filter(({ toolset }) => toolset === 'workspace');

it('has at most 24 everyday tools, which a model can read in 20 KB', () => {
  const tools = everyday.map(({ name, summary, input, output }) => ({
    name,
    summary,
    inputSchema: z.toJSONSchema(input, { io: 'input' }),
    outputSchema: z.toJSONSchema(output, { io: 'output' }),
  }));
  // What a model need not read, because the answer to a mistake says it; the edge leaves it out, too.
  const needless = new Set([
    '$schema',
    'additionalProperties',
    'minLength',
    'maxLength',
    'maxItems',
  ]);
  const text = JSON.stringify(tools, (key, value: unknown) =>
    needless.has(key) && typeof value !== 'object' ? undefined : value,
  );

  expect(everyday.length).toBeLessThanOrEqual(24);
  expect(text.length).toBeLessThan(20_000);
});

it.each(operations.map((operation) => [operation.name, operation] as const))(
  '%s has a short summary and does not shadow an argument',
  (_name, { summary, input, aliases }) => {
    expect(summary.length).toBeGreaterThan(10);
    expect(summary.length).toBeLessThan(260);
    for (const [alias, name] of Object.entries(aliases)) {
      expect(input.shape).not.toHaveProperty(alias);
      expect(input.shape).toHaveProperty(name);
    }
  },
);
