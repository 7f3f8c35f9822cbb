import { afterAll, beforeAll, expect, it } from 'vitest';

import { foreignContainer } from '../testing/foreign-container.ts';
import { aMarker, processesWith } from '../testing/processes.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import { IMAGE } from '../testing/workspace.ts';

const server = sharedSession({
  MCP_TOOLSETS: 'workspace,docker',
  MCP_DOCKER_CONTAINERS: 'devbench-e2e-named-*,label=devbench-e2e=yes',
  MCP_CANCEL_GRACE_MS: '300',
});
const workspace = sharedWorkspace(server, { alias: 'box' });

const SERVICE = 'echo out; echo err >&2; i=0; while sleep 0.2; do i=$((i+1)); echo "line $i"; done';
type Foreign = Awaited<ReturnType<typeof foreignContainer>>;
let named: Foreign;
let labelled: Foreign;
let secret: Foreign;

beforeAll(async () => {
  const options = { Image: IMAGE, Cmd: ['sh', '-c', SERVICE], User: '1000', Env: ['KEY=hunter2'] };
  named = await foreignContainer('devbench-e2e-named', options);
  labelled = await foreignContainer('devbench-e2e-other', {
    ...{ Image: IMAGE, Cmd: ['sleep', '1000'] },
    Labels: { 'devbench-e2e': 'yes' },
  });
  secret = await foreignContainer('devbench-e2e-secret', options);
});
afterAll(async () => {
  for (const each of [named, labelled, secret]) await each[Symbol.asyncDispose]();
});

const run = (input: Record<string, unknown>) => server().call('docker_exec', input);

it('sees its own containers and those that the operator named', async () => {
  const { containers } = await server().data<{ containers: { id: string; names: string[] }[] }>(
    'docker_ps',
  );
  const names = containers.flatMap((each) => each.names);
  expect(names).toEqual(
    expect.arrayContaining([named.name, labelled.name, `devbench-${workspace().id}`]),
  );
  expect(names).not.toContain(secret.name);
});

it.each(['docker_exec', 'docker_inspect', 'docker_logs'])(
  '%s: any other does not exist',
  async (tool) => {
    for (const id of [secret.name, secret.id, secret.id.slice(0, 12), 'no-such-container']) {
      const input = tool === 'docker_exec' ? { id, cmd: ['true'] } : { id };
      expect(await server().call(tool, input)).toMatchObject({ code: 'container_not_found' });
    }
  },
);

it('runs commands with everything that belongs to one', async () => {
  const id = named.name;
  const both = ['sh', '-c', 'echo out; echo "$A" >&2; pwd; id -u; exit 3'];
  expect((await run({ id, cmd: both, env: ['A=b=c'], workdir: '/tmp' })).data).toMatchObject({
    stdout: 'out\n/tmp\n1000\n',
    stderr: 'b=c\n',
    exitCode: 3,
    timed_out: false,
    killed: null,
    truncated: false,
  });
  const input = 'x'.repeat(1_000_000);
  expect((await run({ id, cmd: ['wc', '-c'], stdin: input })).data).toMatchObject({
    stdout: '1000000\n',
  });
  expect((await run({ id, cmd: ['id', '-u'], user: '1234:1234' })).data).toMatchObject({
    stdout: '1234\n',
  });
  const much = await run({ id, cmd: ['seq', '100000'], max_bytes: 4096 });
  expect(much.data).toMatchObject({ truncated: true, outputBytes: 588_895, exitCode: 0 });
});

it('runs nothing as root unless that is allowed', async () => {
  for (const input of [
    { id: named.name, user: 'root' },
    { id: named.name, user: '00:0' },
    { id: labelled.name },
  ]) {
    expect(await run({ cmd: ['id'], ...input })).toMatchObject({ code: 'as_root_denied' });
  }
});

it('ends the whole tree at the timeout, keeps what it said, and tells', async () => {
  const marker = aMarker();
  const script = `trap '' TERM; echo on; setsid sleep ${marker} & sleep ${marker}; sleep ${marker}`;
  const reply = await run({ id: named.name, cmd: ['sh', '-c', script], timeoutMs: 3000 });
  expect(reply.data).toMatchObject({ timed_out: true, killed: 'tree', stdout: 'on\n' });
  expect(processesWith(marker)).toEqual([]);
});

it('a cancelled call ends its command', async () => {
  const marker = aMarker();
  const cancel = new AbortController();
  const cmd = ['sh', '-c', `echo on; sleep ${marker}`];
  const options = { signal: cancel.signal, onprogress: () => cancel.abort() };
  await expect(server().call('docker_exec', { id: named.name, cmd }, options)).rejects.toThrow();
  await expect.poll(() => processesWith(marker)).toEqual([]);
});

it('runs in a workspace as exec_run does', async () => {
  const ran = await run({ id: 'box', cmd: ['sh', '-c', 'id -u; pwd; exit 4'] });
  expect(ran.data).toMatchObject({ stdout: '1000\n/workspace\n', exitCode: 4 });
  expect(await run({ id: 'box', cmd: ['id'], user: 'root' })).toMatchObject({
    code: 'as_root_denied',
  });
});

it('reads logs, the streams apart, from a place, and as they come', async () => {
  const logs = (input: Record<string, unknown>) =>
    server().data<{ logs: string; total_bytes: number; truncated: boolean }>('docker_logs', {
      id: named.name,
      timestamps: false,
      ...input,
    });
  const stdout = async () => (await logs({ stream: 'stdout' })).logs;
  await expect.poll(stdout).toMatch(/^out\nline 1\n/);
  expect((await logs({ stream: 'stderr' })).logs).toBe('err\n');
  expect((await logs({ tail: 1 })).logs).toMatch(/^line \d+\n$/);
  expect(await logs({ tail: 0 })).toEqual({ logs: '', total_bytes: 0, truncated: false });
  expect((await logs({ since: '2200-01-01T00:00:00Z' })).logs).toBe('');
  expect((await logs({ tail: 1, timestamps: true })).logs).toMatch(/^\d{4}-\d\d-\d\dT\S+Z line/);

  const seen: string[] = [];
  const follow = { id: named.name, tail: 0, follow: true, follow_s: 1, timestamps: false };
  const onprogress = ({ message = '' }) => void seen.push(message);
  const followed = async () =>
    (await server().data<{ logs: string }>('docker_logs', follow, { onprogress })).logs;
  await expect.poll(followed).toMatch(/^(line \d+\n){2,}$/);
  expect(seen.length).toBeGreaterThan(0);
});

it('inspects what is used, without secrets', async () => {
  const inspect = (input: Record<string, unknown>) => server().call('docker_inspect', input);
  const reply = await inspect({ id: named.name });
  expect(reply.data).toMatchObject({ details: { Config: { Image: IMAGE } } });
  expect(reply.text).not.toContain('hunter2');
  expect((await inspect({ kind: 'image', id: IMAGE })).isError).toBe(false);
  expect((await inspect({ kind: 'network', id: 'bridge' })).isError).toBe(false);
  expect(await inspect({ kind: 'network', id: 'host' })).toMatchObject({
    code: 'container_not_found',
  });
  expect(await inspect({ kind: 'volume', id: 'none' })).toMatchObject({
    code: 'container_not_found',
  });
});

it.each([
  [{ cmd: [] }, 'invalid_argument'],
  [{ cmd: ['id'], chunkBytes: 0 }, 'invalid_argument'],
  [{ cmd: ['id'], env: ['NAMELESS'] }, 'invalid_argument'],
  [{ cmd: ['id'], timeoutMs: -1 }, 'invalid_argument'],
])('refuses %j', async (input, code) => {
  expect(await run({ id: named.name, ...input })).toMatchObject({ code });
});

it('says what is missing as the engine does', async () => {
  const { data } = await run({ id: named.name, cmd: ['no-such-program'] });
  expect([126, 127]).toContain(data.exitCode);
});
