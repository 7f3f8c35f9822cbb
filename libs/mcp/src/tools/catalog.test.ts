import { operations } from '@devbench/operations';
import { expect, it } from 'vitest';

import { createToolCatalog } from './catalog.ts';

const { tools } = createToolCatalog(operations, ['workspace']);

it('is small enough for a model to read at every turn', () => {
  expect(tools.length).toBeGreaterThan(0);
  expect(tools.length).toBeLessThanOrEqual(24);
  expect(Buffer.byteLength(JSON.stringify({ tools }))).toBeLessThanOrEqual(20_000);
});

it.each([
  ['more', 18, 14_000],
  ['sandbox', 8, 7_000],
  ['docker', 5, 5_000],
  ['admin', 10, 7_500],
] as const)('toolset %s has at most %i tools and %i bytes', (toolset, most, bytes) => {
  const { tools: list } = createToolCatalog(operations, [toolset]);
  expect(list.length).toBeGreaterThan(0);
  expect(list.length).toBeLessThanOrEqual(most);
  expect(Buffer.byteLength(JSON.stringify({ tools: list }))).toBeLessThanOrEqual(bytes);
});

it('has no two tools of one name, whatever toolsets are chosen', () => {
  const names = operations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it.each(tools)('$name tells what a model and a client need', (tool) => {
  expect(tool.name).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(tool.description?.length).toBeGreaterThan(20);
  expect(tool.inputSchema.type).toBe('object');
  expect(tool.outputSchema?.type).toBe('object');
  expect(Object.keys(tool.annotations ?? {}).sort()).toEqual([
    'destructiveHint',
    'idempotentHint',
    'openWorldHint',
    'readOnlyHint',
  ]);
});

it('wastes no bytes on what a model cannot use', () => {
  const text = JSON.stringify(tools);
  expect(text).not.toContain('$schema');
  expect(text).not.toContain('9007199254740991');
  expect(text).not.toContain('propertyNames');
});

it('changes only on purpose', async () => {
  await expect(`${JSON.stringify(tools, undefined, 2)}\n`).toMatchFileSnapshot('tools-list.snap');
});

it('offers the operations of the chosen toolsets only', () => {
  const none = createToolCatalog(operations, []);
  expect(none.tools).toEqual([]);
  expect(none.find('spawn')).toBeUndefined();

  const all = createToolCatalog(operations, ['workspace', 'more', 'sandbox', 'docker', 'admin']);
  expect(all.tools.map(({ name }) => name)).toEqual(operations.map(({ name }) => name));
});

it('is made once per process', () => {
  expect(createToolCatalog(operations, ['workspace']).tools[0]).toBe(tools[0]);
});
