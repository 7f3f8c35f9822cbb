import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ARGS, COMMAND, serverEnv } from './testing/environment.ts';
import { tempFolder } from './testing/folder.ts';
import { IMAGE } from './testing/workspace.ts';

const REVISION = '2026-07-28';
const PATIENT = { timeout: 60_000 };

const folder = tempFolder();
let client: Client;
let container_id: string;

async function call<T>(name: string, input: object, options = {}): Promise<T> {
  const params = { name, arguments: { ...input } };
  const result = await client.callTool(params, { ...PATIENT, ...options });
  if (result.isError) throw new Error(JSON.stringify(result.content));
  return result.structuredContent as T;
}
const running = async () =>
  (await call<{ execs: object[] }>('list_execs', { container_id })).execs.length;
const put = (path: string) => call('fs_write', { container_id, path, content: '' });

beforeAll(async () => {
  const env = serverEnv(folder.path);
  client = new Client(
    { name: 'e2e', version: '2' },
    { versionNegotiation: { mode: { pin: REVISION } } },
  );
  await client.connect(
    new StdioClientTransport({ command: COMMAND, args: ARGS, env, stderr: 'ignore' }),
  );
  ({ container_id } = await call<{ container_id: string }>('spawn', { image: IMAGE }));
});
afterAll(async () => {
  await call('kill', { container_id, force: true });
  await client.close();
  folder.remove();
});

it('is spoken from the first message on, with all that there is', async () => {
  const uri = `workspace://${container_id}/a.txt`;
  await put('a.txt');

  expect(client.getNegotiatedProtocolVersion()).toBe(REVISION);
  expect(client.getServerCapabilities()).toMatchObject({ resources: { subscribe: true } });
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('exec_run');
  expect((await client.listResources()).resources).toMatchObject([{ name: container_id }]);
  expect((await client.readResource({ uri })).contents).toMatchObject([{ uri, text: '' }]);
  expect((await client.listPrompts()).prompts).not.toHaveLength(0);
});

it('tells of progress, and ends the command of a call that is cancelled', async () => {
  const cancel = new AbortController();
  const lines: (string | undefined)[] = [];
  const called = call(
    'exec_run',
    { container_id, script: 'echo one; sleep 1000' },
    {
      signal: cancel.signal,
      onprogress: ({ message }: { message?: string }) => lines.push(message),
    },
  );
  called.catch(() => undefined);
  await expect.poll(() => lines.join(), PATIENT).toContain('one');
  expect(await running()).toBe(1);

  cancel.abort();

  await expect(called).rejects.toThrow();
  await expect.poll(running, PATIENT).toBe(0);
});

it('tells of changes for as long as its client listens', async () => {
  const folderOf = (path: string) => `workspace://${container_id}/${path}`;
  const changed: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    changed.push(params.uri);
  });
  await put('one/x');
  await put('two/x');
  const missing = 'workspace://c_none/';
  const one = await client.listen({ resourceSubscriptions: [folderOf('one'), missing] });
  const two = await client.listen({ resourceSubscriptions: [folderOf('two')] });
  expect(one.honoredFilter).toEqual({ resourceSubscriptions: [folderOf('one')] });

  await put('one/y');
  await put('two/y');
  await expect.poll(() => new Set(changed), PATIENT).toEqual(new Set(['one', 'two'].map(folderOf)));

  await one.close();
  changed.length = 0;
  await put('one/z');
  await put('two/z');
  await expect.poll(() => changed, PATIENT).toContain(folderOf('two'));
  expect(changed).not.toContain(folderOf('one'));
  await two.close();
});
