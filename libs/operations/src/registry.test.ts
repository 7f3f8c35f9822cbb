import { expect, it } from 'vitest';

import { operations } from './registry.ts';

const everyday = operations.filter(({ toolset }) => toolset === 'workspace');

// How large they are for a model is measured where they are listed, in libs/mcp.
it('has at most 24 everyday tools', () => {
  expect(everyday.length).toBeLessThanOrEqual(24);
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
