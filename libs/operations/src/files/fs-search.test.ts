import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';
import { operations } from '../registry.ts';

async function setup(files: Record<string, string>) {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({}));
  await ports.workspaces.reserve(aWorkspace());
  const call = (name: string, input: object) =>
    client.call(name, aCaller(), { container_id: 'c_1', ...input });
  for (const [path, content] of Object.entries(files)) await call('fs_write', { path, content });
  return (input: object) => call('fs_search', input);
}

it('finds lines with what is around them', async () => {
  const search = await setup({ 'src/a.ts': 'one\ntwo\nthree\n', 'src/b.py': 'two\n', c: 'two' });

  const result = await search({
    pattern: 'TW.',
    ignore_case: true,
    path: 'src',
    glob: '*.ts',
    context: 1,
  });

  expect(result).toEqual({
    matches: [
      {
        path: '/workspace/src/a.ts',
        line: 2,
        column: 1,
        text: 'two',
        before: ['one'],
        after: ['three'],
      },
    ],
    truncated: false,
    files_searched: 1,
    note: null,
  });
  const render = operations.find(({ name }) => name === 'fs_search')?.render;
  expect(render?.(result as never)).toBe(
    [
      '1 matching line; 1 files searched',
      '/workspace/src/a.ts-1-one',
      '/workspace/src/a.ts:2:two',
      '/workspace/src/a.ts-3-three',
    ].join('\n'),
  );
});

it('answers briefly, however much is found', async () => {
  const search = await setup({ long: `${'x'.repeat(300)}\n`.repeat(1000) });

  const result = await search({ pattern: 'x', max_results: 1000, context: 10 });

  expect(result.truncated).toBe(true);
  expect(JSON.stringify(result).length).toBeLessThan(40_000);
});

it.each([{ pattern: 'a\nb' }, { pattern: '' }, { pattern: '(' }, { pattern: 'a', path: '../b' }])(
  'refuses %o',
  async (input) => {
    const search = await setup({ a: 'a' });

    await expect(search(input)).rejects.toMatchObject({
      code: expect.stringMatching(/invalid_argument|path_outside_workspace/) as string,
    });
  },
);
