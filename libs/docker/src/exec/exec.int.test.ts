import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ExecId, ExecSpec, RunningExec, Workspace } from '@devbench/core';
import { afterEach, expect, it } from 'vitest';
import type { Docker } from '../docker.ts';
import { createEngineFixture } from '../testing/engine-fixture.ts';
import { createEngineProxy } from '../testing/engine-proxy.ts';
import { aSpec } from '../testing/workspace.ts';

const engine = createEngineFixture();
afterEach(async () => {
  await engine.cleanUp();
  await expect(engine.left()).resolves.toEqual([]);
});

const MIB20 = 20 * 1024 * 1024;
const never = new AbortController().signal;
const newId = () => `e_${randomBytes(6).toString('hex')}` as ExecId;
const sh = (script: string): ExecSpec['argv'] => ['/bin/sh', '-c', script];

function run(docker: Docker, workspace: Workspace, script: string, change?: Partial<ExecSpec>) {
  return docker.commands.spawn(workspace, newId(), aSpec(sh(script), change));
}

interface Read {
  text: Buffer;
  lastSeq: number;
}
async function read(running: RunningExec, until = Infinity, into?: Read): Promise<Read> {
  const chunks: Uint8Array[] = [];
  let lastSeq = into?.lastSeq ?? 0;
  let bytes = 0;
  for await (const batch of running.output) {
    for (const { seq, data } of batch) {
      expect(seq).toBe(lastSeq + 1);
      lastSeq = seq;
      bytes += data.length;
      chunks.push(Buffer.from(data));
    }
    running.acknowledge(lastSeq);
    if (bytes >= until) break;
  }
  return { text: Buffer.concat([into?.text ?? Buffer.alloc(0), ...chunks]), lastSeq };
}

async function textOf(running: RunningExec): Promise<string> {
  return (await read(running)).text.toString();
}

const hash = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');

it('runs commands: output, exit code, environment, refusals', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);

  const echo = await run(docker, workspace, 'echo hi $A; echo no >&2; exit 3', { env: { A: '1' } });
  const signalled = await run(docker, workspace, 'kill -9 $$');
  const missing = await docker.commands.spawn(workspace, newId(), aSpec(['/none']));

  expect((await textOf(echo)).split('\n').sort().join()).toBe(',hi 1,no');
  await expect(echo.end).resolves.toMatchObject({ exitCode: 3, reason: 'exited' });
  await read(signalled);
  await expect(signalled.end).resolves.toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  await read(missing);
  await expect(missing.end).resolves.toMatchObject({ exitCode: 127 });
  await expect(run(docker, workspace, 'x', { cwd: '/none' })).rejects.toMatchObject({
    code: 'file_not_found',
  });
  echo.forget();
});

it('gives 20 MiB byte for byte', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker, { image: 'python:3.11-slim' });
  const running = await run(docker, workspace, `cat /dev/urandom | head -c ${MIB20} | tee f`);
  const { text } = await read(running);
  const sum = await textOf(await run(docker, workspace, 'sha256sum f'));
  expect(text).toHaveLength(MIB20);
  expect(sum).toContain(hash(text));
});

it('continues exactly when connections are cut in the middle', async () => {
  const proxy = await createEngineProxy();
  const docker = engine.docker({ host: proxy.host });
  const workspace = await engine.created(docker);
  const running = await run(docker, workspace, 'seq 1 400000');

  let part = await read(running, 100_000);
  proxy.cut();
  part = await read(running, 500_000, part);
  proxy.cut();
  part = await read(running, Infinity, part);

  const expected = Array.from({ length: 400_000 }, (_, index) => `${index + 1}\n`).join('');
  expect(hash(part.text)).toBe(hash(expected));
  await expect(running.end).resolves.toMatchObject({ exitCode: 0 });
  await engine.cleanUp();
  proxy.close();
});

it('is continued by another server where the first one stopped', async () => {
  const first = engine.docker();
  const workspace = await engine.created(first);
  const id = newId();
  const argv = sh('seq 1 200000; read x; echo got $x');
  const running = await first.commands.spawn(workspace, id, aSpec(argv, { stdin: 'open' }));
  const part = await read(running, 300_000);
  await first.stop();

  const second = engine.docker();
  const resumed = await second.commands.resume(workspace, id, part.lastSeq + 1);
  if (resumed === undefined) throw new Error('The command is gone.');
  await resumed.write(Buffer.from('it\n'), { eof: true, signal: never });
  const { text } = await read(resumed, Infinity, part);

  const expected = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join('');
  expect(hash(text)).toBe(hash(`${expected}got it\n`));
  await expect(resumed.end).resolves.toMatchObject({ exitCode: 0 });
  await expect(second.commands.resume(workspace, newId(), 1)).resolves.toBeUndefined();
});

it('leaves a workspace to the server that took it over last', async () => {
  const [one, two] = [engine.docker(), engine.docker()];
  const workspace = await engine.created(one);
  const id = newId();
  const mine = await one.commands.spawn(workspace, id, aSpec(sh('echo a; sleep 1; echo b')));
  const reading = (async () => {
    for await (const batch of mine.output) expect(batch).not.toEqual([]);
  })();
  reading.catch(() => undefined);

  const theirs = await two.commands.resume(workspace, id, 1);

  await expect(reading).rejects.toMatchObject({ code: 'guest_unavailable' });
  await expect(mine.end).rejects.toMatchObject({ code: 'guest_unavailable' });
  expect(theirs && (await textOf(theirs))).toBe('a\nb\n');
  expect(await textOf(await run(one, workspace, 'echo back'))).toBe('back\n');
});

async function hostProcesses(mark: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => lines[index]?.includes(mark));
}

it.each([false, true])('kills a tree that ignores TERM and hides (root: %s)', async (asRoot) => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const mark = String(randomBytes(4).readUInt32LE(0) + 10_000_000);
  const child = `trap "" TERM; sleep ${mark} & sleep ${mark}`;
  const script = `trap "" TERM; setsid sh -c '${child}' & (setsid sh -c '${child}' &) ; sleep ${mark}`;
  const running = await run(docker, workspace, script, { asRoot });
  const reading = read(running);
  await expect.poll(() => hostProcesses(`sleep\0${mark}`)).toHaveLength(5);

  await expect(running.stop('cancelled', 300)).resolves.toBe(true);
  await reading;

  await expect(running.end).resolves.toMatchObject({ reason: 'cancelled', exitCode: 137 });
  await expect.poll(() => hostProcesses(mark)).toEqual([]);
  await expect(running.stop('cancelled', 300)).resolves.toBe(false);
});

it('ends a command at its timeout', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  for (const asRoot of [false, true]) {
    const running = await run(docker, workspace, 'echo on; sleep 60', { timeoutMs: 2_000, asRoot });
    await expect(textOf(running)).resolves.toBe('on\n');
    await expect(running.end).resolves.toMatchObject({ reason: 'timeout' });
  }
});

it('takes input with back-pressure, signals and terminals', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const input = randomBytes(3 * 1024 * 1024);
  const sum = await run(docker, workspace, 'sleep 0.3; sha256sum', { stdin: 'open' });
  await sum.write(input, { eof: true, signal: never });
  expect(await textOf(sum)).toContain(hash(input));
  await expect(sum.write(input, { eof: true, signal: never })).rejects.toMatchObject({
    code: 'exec_not_running',
  });

  // Without a child: the shell would report one that the signal ends.
  const trap = await run(
    docker,
    workspace,
    'trap "echo hup; exit 4" HUP; echo on; while :; do :; done',
  );
  const armed = await read(trap, 1);
  await expect(trap.signal('SIGHUP')).resolves.toBe(true);
  expect((await read(trap, Infinity, armed)).text.toString()).toBe('on\nhup\n');
  await expect(trap.end).resolves.toMatchObject({ exitCode: 4 });
  await expect(trap.signal('SIGHUP')).resolves.toBe(false);

  const tty = { rows: 30, cols: 90 };
  const terminal = await run(docker, workspace, 'read x; stty size; echo next; read x; stty size', {
    tty,
    stdin: 'open',
  });
  await terminal.write(Buffer.from('\n'), { eof: false, signal: never });
  let shown = await read(terminal, 1);
  while (!shown.text.includes('next')) shown = await read(terminal, 1, shown);
  await terminal.resize({ rows: 31, cols: 91 });
  await terminal.write(Buffer.from('\n'), { eof: false, signal: never });
  shown = await read(terminal, Infinity, shown);
  expect(shown.text.toString().match(/\d+ \d+/g)).toEqual(['30 90', '31 91']);
});

it('runs commands as root by the engine', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const as = { asRoot: true, stdin: 'open' } as const;
  const root = await run(docker, workspace, 'id -u; cat; echo no >&2; exit 5', as);
  await root.write(Buffer.from('in\n'), { eof: true, signal: never });
  expect((await textOf(root)).split('\n').sort().join()).toBe(',0,in,no');
  await expect(root.end).resolves.toMatchObject({
    exitCode: 5,
    reason: 'exited',
    seq: expect.any(Number) as number,
  });
});
