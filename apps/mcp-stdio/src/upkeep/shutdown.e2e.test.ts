import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { ARGS, COMMAND, serverEnv } from '../testing/environment.ts';
import { tempFolder } from '../testing/folder.ts';
import { leftoversOf } from '../testing/leftovers.ts';
import { startSession } from '../testing/session.ts';
import { follow, IMAGE, type Page, type Run } from '../testing/workspace.ts';

interface Answer {
  readonly id?: number;
  readonly result?: { isError?: boolean; structuredContent?: Run & Page };
}

/** A server whose stdin stays open and whose exit code can be seen. */
function startServer(folder: string, env: Record<string, string> = {}) {
  const child = spawn(COMMAND, ARGS, {
    env: serverEnv(folder, env),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const answers: Answer[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    answers.push(...lines.map((line) => JSON.parse(line) as Answer));
  });
  const send = (message: object) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const call = (id: number, name: string, input: object) =>
    send({ id, method: 'tools/call', params: { name, arguments: input } });
  const answer = (id: number) => answers.find((it) => it.id === id)?.result;
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const clientInfo = { name: 'raw', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  send({ id: 0, method: 'initialize', params });
  send({ method: 'notifications/initialized' });
  return { child, call, answer, exited };
}

it('drains at SIGTERM: finishes calls, hands over what runs, and ends with 0', async () => {
  using folder = tempFolder();
  const server = startServer(folder.path);
  server.call(1, 'spawn', { image: IMAGE });
  await expect.poll(() => server.answer(1)?.structuredContent).toBeDefined();
  const container_id = (server.answer(1)?.structuredContent as unknown as { container_id: string })
    .container_id;
  const script = 'echo one; until [ -e go ]; do sleep 0.1; done; echo two';
  server.call(2, 'exec_run', { container_id, script });
  server.call(3, 'spawn', { image: IMAGE, alias: 'late' });
  // It has taken in what was sent before what it answers.
  let asked = 3;
  const commands = async () => {
    const id = ++asked;
    server.call(id, 'list_execs', {});
    await expect.poll(() => server.answer(id)).toBeDefined();
    return JSON.stringify(server.answer(id));
  };
  await expect.poll(commands).toContain('echo one');

  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual([0, null]);
  const handedOver = server.answer(2)?.structuredContent;
  expect(handedOver).toMatchObject({ exit_code: null, status: 'running' });
  expect(server.answer(3)).toMatchObject({ structuredContent: { alias: 'late' } });

  await using next = await startSession(folder.path);
  const { exec_id } = handedOver as Run;
  await next.data('exec_run', { container_id, cmd: ['touch', 'go'] });
  const { output, page } = await follow(next, exec_id, () => false);
  expect(output.toString()).toBe('one\ntwo\n');
  expect(page).toMatchObject({ status: 'exited', exit_code: 0 });
  for (const id of [container_id, 'late'])
    await next.data('kill', { container_id: id, force: true });
  expect(await leftoversOf(container_id)).toEqual([]);
});

it('waits for a call that runs, and ends at once at the second signal', async () => {
  using folder = tempFolder();
  const silent = createServer().listen(join(folder.path, 'silent.sock'));
  onTestFinished(() => void silent.close());
  const server = startServer(folder.path, { DOCKER_HOST: `unix://${folder.path}/silent.sock` });
  server.call(1, 'spawn', { image: IMAGE });
  await expect.poll(() => server.answer(0)).toBeDefined();
  server.call(2, 'list_execs', {});
  await expect.poll(() => server.answer(2)).toBeDefined();

  server.child.kill('SIGTERM');
  // Two signals before the first is heard would be one.
  let asked = 2;
  const refusal = async () => {
    const id = ++asked;
    server.call(id, 'list_execs', {});
    await expect.poll(() => server.answer(id)).toBeDefined();
    return JSON.stringify(server.answer(id));
  };
  await expect.poll(refusal).toContain('shutting_down');
  expect(server.child.exitCode).toBeNull();
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual([143, null]);
});

it('ends by itself when its client leaves, also while a command that ignores TERM runs', async () => {
  using folder = tempFolder();
  const server = startServer(folder.path);
  server.call(1, 'spawn', { image: IMAGE, alias: 'deaf' });
  await expect.poll(() => server.answer(1)?.structuredContent).toBeDefined();
  const script = `trap '' TERM; echo on; sleep 4323; sleep 4323`;
  server.call(2, 'exec_start', { container_id: 'deaf', script });
  await expect.poll(() => server.answer(2)?.structuredContent).toBeDefined();
  server.call(3, 'exec_run', { container_id: 'deaf', script });
  server.call(4, 'list_execs', {});
  await expect.poll(() => server.answer(4)).toBeDefined();

  server.child.stdin.end();
  expect(await server.exited).toEqual([0, null]);

  await using next = await startSession(folder.path);
  const { container_id } = await next.data<{ container_id: string }>('kill', {
    container_id: 'deaf',
    force: true,
  });
  expect(await leftoversOf(container_id)).toEqual([]);
});
