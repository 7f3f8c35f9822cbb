import { expect, it } from 'vitest';

import { ended, start, until } from '../testing/commands.ts';
import { aMarker, processesWith } from '../testing/processes.ts';
import { shellTest } from '../testing/shells.ts';
import { type Run, spawnWorkspace } from '../testing/workspace.ts';

const test = shellTest();
const { now, run } = test;

it('keeps directory, variables, functions and options', async () => {
  await run('a', 'mkdir -p sub; cd sub; export A=1; B="2 3"; f() { echo "f $1"; }; set -f');
  const second = await run('a', 'pwd; echo "$A $B"; f x; echo *; sh -c \'echo $A-$B\'');
  expect(second).toMatchObject({
    stdout: '/workspace/sub\n1 2 3\nf x\n*\n1-\n',
    exit_code: 0,
    status: 'exited',
  });
  expect(second).not.toHaveProperty('shell_restarted');
  expect(await run('b', 'pwd; echo "$A"')).toMatchObject({ stdout: '/workspace\n\n' });
  const moved = await run('a', 'pwd; echo "$C"', { cwd: '/tmp', env: { C: "it's\n2" } });
  expect(moved).toMatchObject({ stdout: "/tmp\nit's\n2\n" });
  expect(await run('a', 'pwd')).toMatchObject({ stdout: '/tmp\n' });
});

it('runs cmd as it is', async () => {
  const request = { container_id: test.box, shell: 'a', cmd: ['echo', "it's", '$HOME *'] };
  expect(await (await now()).data<Run>('exec_run', request)).toMatchObject({
    stdout: "it's $HOME *\n",
  });
});

it.each([
  ['(exit 7)', { exit_code: 7 }],
  ['echo e >&2; false', { exit_code: 1, stderr: 'e\n' }],
  ['no-such-program', { exit_code: 127 }],
  ['if', { exit_code: 2 }],
  ["echo 'x", { exit_code: 2 }],
  ['break', { exit_code: 0 }],
])('tells how %j ended', async (script, end) => {
  const ran = await run('b', script);
  expect(ran).toMatchObject({ status: 'exited', ...end });
  expect(ran).not.toHaveProperty('shell_restarted');
});

it('takes a script of 100 KiB', async () => {
  const script = `${`# it's "a"\n`.repeat(9_000)}echo end`;
  expect(await run('b', script)).toMatchObject({ stdout: 'end\n' });
});

it('streams while a command runs', async () => {
  const id = await start(await now(), test.box, {
    shell: 'a',
    script: 'echo one; until [ -e /tmp/go ]; do sleep 0.02; done; echo two',
  });
  expect((await until(await now(), id, (text) => text.includes('one\n'))).page.complete).toBe(
    false,
  );
  await run('b', 'touch /tmp/go');
  expect((await ended(await now(), id)).stdout.toString()).toBe('one\ntwo\n');
});

it('a background job stays and writes to the shell', async () => {
  const marker = aMarker();
  await run('jobs', `sleep ${marker} & (sleep 0.3; echo late) & true`);
  await expect.poll(() => processesWith(marker)).toHaveLength(1);
  const { execs } = await (
    await now()
  ).data<{ execs: { exec_id: string; shell?: string; cmd: string[] }[] }>('list_execs', {
    container_id: test.box,
  });
  const shell = execs.find((it) => it.shell === 'jobs');
  expect(shell).toMatchObject({ cmd: ['bash', 'sh'], status: 'running' });
  await until(await now(), shell?.exec_id ?? '', (text) => text.includes('late\n'));
  await run('jobs', 'kill %1 || kill $!; wait');
  expect(processesWith(marker)).toEqual([]);
});

it('commands of a shell run one after the other, those of others beside them', async () => {
  const ids = [];
  for (const n of [1, 2, 3]) {
    ids.push(
      await start(await now(), test.box, {
        shell: 't',
        script: `sleep 0.1; L="\${L}${n}"; echo $L`,
      }),
    );
  }
  expect(await run('b', 'echo beside')).toMatchObject({ stdout: 'beside\n' });
  const all = await Promise.all(ids.map(async (id) => ended(await now(), id)));
  expect(all.map(({ stdout }) => stdout.toString())).toEqual(['1\n', '12\n', '123\n']);
});

it.each([
  [{ shell: 'a b', script: 'true' }, 'invalid_argument'],
  [{ shell: 'a', script: 'true', tty: true }, 'invalid_argument'],
  [{ shell: 'a', script: 'true', stdin: '' }, 'invalid_argument'],
  [{ shell: 'a', script: 'true', env: { 'A;B': '' } }, 'invalid_argument'],
  [{ shell: 'a', script: 'true', cwd: '/no/such' }, 'file_not_found'],
])('refuses %j', async (input, code) => {
  const reply = await (await now()).call('exec_run', { container_id: test.box, ...input });
  expect(reply.code).toBe(code);
});

it('has at most eight in a container, and says what an image without any can do', async () => {
  const session = await now();
  const bare = await spawnWorkspace(session, { image: 'devbench/static:test' });
  const none = await session.call('exec_run', { container_id: bare.id, shell: 'a', script: 'x' });
  expect(none).toMatchObject({ code: 'file_not_found' });
  expect(none.text).toContain('no shell');

  const full = await spawnWorkspace(session);
  const use = (shell: string) =>
    session.call('exec_run', { container_id: full.id, shell, script: 'true' });
  for (let n = 0; n < 8; n += 1) expect((await use(`s${n}`)).isError).toBe(false);
  expect(await use('s8')).toMatchObject({ code: 'quota_exceeded' });
  expect((await use('s0')).isError).toBe(false);
});

it('costs hardly more than a command without a shell', async () => {
  const timed = async (input: object) => {
    const from = performance.now();
    await (await now()).data('exec_run', { container_id: test.box, script: 'echo x', ...input });
    return performance.now() - from;
  };
  const times: { shell: number; alone: number }[] = [];
  for (let n = 0; n < 30; n += 1)
    times.push({ shell: await timed({ shell: 'b' }), alone: await timed({}) });
  const median = (kind: 'shell' | 'alone') =>
    times.map((it) => it[kind]).sort((a, b) => a - b)[15] ?? Number.NaN;
  expect(median('shell')).toBeLessThan(3 * median('alone') + 10);
});
