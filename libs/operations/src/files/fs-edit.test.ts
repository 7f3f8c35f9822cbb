import type { Workspace, WorkspacePath, WriteOptions } from '@devbench/core';
import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it, vi } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';
import { operations as registry } from '../registry.ts';

async function setup(content: string | Uint8Array = 'one\ntwo\nthree\nfour\nfive\nsix\n') {
  const ports = testPorts();
  const operations = createOperations(ports, operationsConfig.parse({}));
  const workspace = aWorkspace({ alias: 'box' });
  await ports.workspaces.reserve(workspace);
  const path = 'f.txt' as WorkspacePath;
  const plain = { createParents: true, createOnly: false };
  const put = (data: string | Uint8Array) =>
    ports.files.write(workspace, path, Buffer.from(data), plain);
  const { etag } = await put(content);
  const text = async () => {
    const { data } = await ports.files.read(workspace, path, { offset: 0, limit: 1e9 });
    return Buffer.from(data).toString();
  };
  const call = (edits: object[], more: object = {}) =>
    operations.client.call('fs_edit', aCaller(), {
      container_id: 'box',
      path: 'f.txt',
      edits,
      ...more,
    });
  return { ports, put, etag, text, call };
}

const edit = (old_text: string, new_text: string) => ({ old_text, new_text });

it('shows what it has changed', async () => {
  const { call, text } = await setup();

  const result = await call([edit('four', 'vier\nviereinhalb')]);

  expect(result).toEqual({
    path: '/workspace/f.txt',
    etag: expect.any(String) as string,
    size: 40,
    replacements: 1,
    changes: [
      {
        line: 2,
        lines: [
          ' 2\ttwo',
          ' 3\tthree',
          '-4\tfour',
          '+4\tvier',
          '+5\tviereinhalb',
          ' 6\tfive',
          ' 7\tsix',
        ],
      },
    ],
    truncated: false,
  });
  expect(await text()).toBe('one\ntwo\nthree\nvier\nviereinhalb\nfive\nsix\n');
  const render = registry.find(({ name }) => name === 'fs_edit')?.render;
  expect(render?.(result as never)).toMatch(/^\/workspace\/f.txt: 1 replaced, 40 bytes\n 2\ttwo\n/);
});

it('applies several edits, each on the result of the former', async () => {
  const { call, text } = await setup();

  await call([
    edit('one', 'ONE two'),
    edit('ONE two\ntwo', '2'),
    { ...edit('e', 'E'), replace_all: true },
  ]);

  expect(await text()).toBe('2\nthrEE\nfour\nfivE\nsix\n');
});

it('does all or nothing', async () => {
  const { call, text, etag, ports } = await setup();

  await expect(call([edit('one', '1'), edit('nine hundred', '9')])).rejects.toMatchObject({
    code: 'edit_not_found',
    kind: 'conflict',
    message: 'old_text of edit 2 is not in /workspace/f.txt.',
  });

  expect(await text()).toContain('one');
  expect(await ports.files.stat(aWorkspace(), 'f.txt' as WorkspacePath)).toMatchObject({ etag });
});

it('explains what did not match, but never in the message, which is logged', async () => {
  const { call } = await setup('def f():\n\tsecret = 1\n\treturn secret\n');

  await expect(call([edit('def f():\n    secret = 1\n', 'x')])).rejects.toMatchObject({
    message: 'old_text of the edit is not in /workspace/f.txt.',
    hint: expect.stringContaining(
      'The nearest text, which differs only in white space:\n1\tdef f():\n2\t\tsecret = 1\n',
    ) as string,
  });
  await expect(call([edit('value = 8', 'return secret')])).rejects.toMatchObject({
    hint: expect.stringContaining('new_text is there already, at line 3.') as string,
  });
});

it('says where ambiguous text is', async () => {
  const { call } = await setup('x = 1\ny = 2\nx = 1\n');

  await expect(call([edit('x = 1', 'x = 2')])).rejects.toMatchObject({
    code: 'edit_ambiguous',
    message: 'old_text of the edit is in /workspace/f.txt 2 times, at lines 1, 3.',
    data: { matches: 2 },
  });
});

it.each([
  ['bytes that are no text', new Uint8Array([1, 255]), 'invalid_argument'],
  ['too much text', 'x'.repeat(8 * 1024 * 1024 + 1), 'too_large'],
])('refuses %s', async (_, content, code) => {
  const { call } = await setup(content);

  await expect(call([edit('x', 'y')])).rejects.toMatchObject({ code });
});

it('refuses a result that is too large', async () => {
  const { call, etag, ports } = await setup('x'.repeat(5 * 1024 * 1024) + 'y');

  await expect(call([edit('y', 'ä'.repeat(2 * 1024 * 1024))])).rejects.toMatchObject({
    code: 'too_large',
  });
  expect(await ports.files.stat(aWorkspace(), 'f.txt' as WorkspacePath)).toMatchObject({ etag });
});

it.each([
  ['an empty old_text', [edit('', 'y')]],
  ['no edits', []],
  ['half a character', [edit('\ud83d', 'y')]],
  ['an unknown field', [{ ...edit('a', 'b'), regex: true }]],
])('refuses %s', async (_, edits) => {
  const { call } = await setup();

  await expect(call(edits)).rejects.toMatchObject({ code: 'invalid_argument' });
});

it('leaves new files to fs_write', async () => {
  const { call } = await setup();

  await expect(call([edit('a', 'b')], { path: 'missing' })).rejects.toMatchObject({
    code: 'file_not_found',
    hint: 'fs_edit changes files that exist; create it with fs_write.',
  });
});

it('edits the named state or none', async () => {
  const { call, put, etag, text } = await setup();
  await put('one\nother\n');

  const stale = call([edit('one', '1')], { if_match: etag });

  await expect(stale).rejects.toMatchObject({ code: 'etag_mismatch' });
  const { etag: fresh } = await put('one\n');
  await call([edit('one', '1')], { if_match_etag: `"${fresh}"` });
  expect(await text()).toBe('1\n');
});

it('writes nothing when nothing changes', async () => {
  const { call, etag } = await setup();

  expect(await call([edit('one', 'one')])).toMatchObject({ etag, changes: [], replacements: 1 });
});

function disturb(
  ports: ReturnType<typeof testPorts>,
  times: number,
  other: () => Promise<unknown>,
) {
  const write = ports.files.write.bind(ports.files);
  let left = times;
  vi.spyOn(ports.files, 'write').mockImplementation(
    async (workspace: Workspace, path: WorkspacePath, data: Uint8Array, options: WriteOptions) => {
      if (options.ifMatch !== undefined && left > 0) {
        left -= 1;
        await other();
      }
      return write(workspace, path, data, options);
    },
  );
}

it('edits the new state when another writer was faster', async () => {
  const { call, put, text, ports } = await setup();
  disturb(ports, 3, () => put('zero\none\n'));

  await call([edit('one', '1')]);

  expect(await text()).toBe('zero\n1\n');
});

it('does not try for ever, and not at all with if_match', async () => {
  const { call, put, ports } = await setup();
  disturb(ports, 1000, () => put('one\n'));

  await expect(call([edit('one', '1')])).rejects.toMatchObject({
    code: 'etag_mismatch',
    message: '/workspace/f.txt changed during each of 10 attempts.',
  });
  const { etag } = await put('one\n');
  await expect(call([edit('one', '1')], { if_match: etag })).rejects.toMatchObject({
    code: 'etag_mismatch',
  });
});

it('loses no edit of several at once', async () => {
  const { call, text } = await setup();

  await Promise.all(
    ['one', 'two', 'three', 'four', 'five'].map((word) => call([edit(word, `<${word}>`)])),
  );

  expect(await text()).toBe('<one>\n<two>\n<three>\n<four>\n<five>\nsix\n');
});

it('edits once for the same key', async () => {
  const { call, text } = await setup('a\n');
  const key = { idempotency_key: 'k' };

  const results = [await call([edit('a', 'aa')], key), await call([edit('a', 'aa')], key)];

  expect(results[1]).toEqual(results[0]);
  expect(await text()).toBe('aa\n');
});

it('answers briefly, however much has changed', async () => {
  const { call } = await setup('x\n'.repeat(500_000));

  const result = await call([{ ...edit('x', 'y'.repeat(10)), replace_all: true }]);

  expect(result).toMatchObject({ replacements: 500_000, truncated: true });
  expect(JSON.stringify(result).length).toBeLessThan(20_000);
});
