import { expect, it } from 'vitest';

import { ended, start, until } from '../testing/commands.ts';
import { PYTHON_IMAGE } from '../testing/known-output.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import { type Run, spawnWorkspace } from '../testing/workspace.ts';

const server = sharedSession({ MCP_CANCEL_GRACE_MS: '5000' });
const workspace = sharedWorkspace(server);

const begin = (input: Record<string, unknown>) => start(server(), workspace().id, input);

it('reports each exit code as it is', async () => {
  const codes = Array.from({ length: 256 }, (_, code) => code);
  const seen = [];
  for (let at = 0; at < 256; at += 32) {
    const some = codes.slice(at, at + 32);
    const runs = await Promise.all(some.map((code) => workspace().sh(`exit ${code}`)));
    seen.push(...runs.map(({ status, exit_code }) => `${status} ${exit_code}`));
  }
  expect(seen).toEqual(codes.map((code) => `exited ${code}`));
});

it.each(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGUSR1', 'SIGUSR2', 'SIGTERM'])(
  'names %s when a command dies of it',
  async (signal) => {
    const exec_id = await begin({ cmd: ['sleep', '4000'] });
    expect(await server().data('exec_signal', { exec_id, signal })).toEqual({
      exec_id,
      delivered: true,
    });
    expect(await ended(server(), exec_id)).toMatchObject({ status: 'exited', signal });
    const late = await server().call('exec_signal', { exec_id, signal });
    expect(late).toMatchObject({ code: 'exec_not_running' });
  },
);

it.each(['SEGV', 'ABRT', 'FPE', 'BUS', 'PIPE'])(
  'names SIG%s, which nobody asked for',
  async (name) => {
    const run = await workspace().sh(`kill -${name} $$`);
    expect(run).toMatchObject({ status: 'exited', signal: `SIG${name}` });
  },
);

it('keeps what was written before the timeout, and ends the command with it', async () => {
  const began = performance.now();
  const exec_id = await begin({ script: 'echo part; echo err >&2; sleep 999', timeout_s: 2 });
  const end = await ended(server(), exec_id);

  expect(end).toMatchObject({ status: 'timeout', exit_code: 143, signal: 'SIGTERM' });
  expect([end.stdout.toString(), end.stderr.toString()]).toEqual(['part\n', 'err\n']);
  expect(performance.now() - began).toBeGreaterThan(1990);
});

it('lets the first reason win, and answers the same ever after', async () => {
  const exec_id = await begin({
    script: `trap 'echo bye; exit 5' TERM; echo on; sleep 999 & wait`,
  });
  await until(server(), exec_id, (text) => text.includes('on'));
  const cancel = () => server().data('exec_cancel', { exec_id });

  const first = await Promise.all([cancel(), cancel()]);
  expect(first[0]).toMatchObject({ status: 'cancelled', exit_code: 5 });
  expect([first[1], await cancel()]).toEqual([first[0], first[0]]);
  const end = await ended(server(), exec_id);
  expect(end).toMatchObject({ status: 'cancelled', exit_code: 5 });
  expect(end.stdout.toString()).toBe('on\nbye\n');
});

it('a cancel of what has ended says how it ended', async () => {
  const { exec_id } = await workspace().sh('exit 9');
  const cancelled = await server().data('exec_cancel', { exec_id });
  expect(cancelled).toEqual({ exec_id, status: 'exited', exit_code: 9 });
});

it('says that memory ran out', async () => {
  const limits = { image: PYTHON_IMAGE, memory_mb: 64 };
  await using small = await spawnWorkspace(server(), limits);
  const cmd = ['python3', '-c', 'print("on", flush=True); bytearray(200_000_000)'];
  const run = await server().data<Run>('exec_run', { container_id: small.id, cmd });
  expect(run).toMatchObject({
    status: 'exited',
    signal: 'SIGKILL',
    exit_code: 137,
    oom_killed: true,
    stdout: 'on\n',
  });
  // The workspace lives on.
  expect(await small.sh('echo fine')).toMatchObject({ stdout: 'fine\n' });
});

it('measures', async () => {
  const script = 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; printf 123; printf 12345 >&2';
  const { usage } = (await workspace().sh(script)) as Run & { usage: Record<string, number> };
  expect(usage).toMatchObject({ stdout_bytes: 3, stderr_bytes: 5 });
  expect(usage.cpu_ms).toBeGreaterThan(20);
  expect(usage.wall_ms).toBeGreaterThanOrEqual(usage.cpu_ms ?? 0);
  expect(usage.mem_peak_bytes).toBeGreaterThan(100_000);
});
