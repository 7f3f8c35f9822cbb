import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';

import { ended, start, until } from '../testing/commands.ts';
import { PYTHON_IMAGE } from '../testing/known-output.ts';
import { aMarker, processesWith } from '../testing/processes.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import type { Run } from '../testing/workspace.ts';

const server = sharedSession({ MCP_CANCEL_GRACE_MS: '300' });
const workspace = sharedWorkspace(server, { image: PYTHON_IMAGE });

const begin = (input: Record<string, unknown>) => start(server(), workspace().id, input);
const write = (exec_id: string, data: string, eof = false) =>
  server().data<{ written_bytes: number }>('exec_write', { exec_id, data, eof });

it('gives 10 MB of stdin back byte by byte, after a half-close', async () => {
  const input = randomBytes(5_000_000).toString('hex');
  const exec_id = await begin({ cmd: ['cat'], stdin: '' });
  const reading = ended(server(), exec_id);
  for (let at = 0; at < input.length; at += 1_000_000) {
    const piece = input.slice(at, at + 1_000_000);
    expect((await write(exec_id, piece)).written_bytes).toBe(piece.length);
  }
  await write(exec_id, '', true);

  const { stdout, status, exit_code } = await reading;
  expect({ status, exit_code }).toEqual({ status: 'exited', exit_code: 0 });
  expect(stdout.toString() === input).toBe(true);
  expect((await server().call('exec_write', { exec_id, data: 'late' })).code).toBe(
    'exec_not_running',
  );
});

it('writes on after the input is closed', async () => {
  const exec_id = await begin({ script: 'sha256sum; echo after; echo err >&2', stdin: '' });
  await write(exec_id, 'héllo\0', true);
  const hash = createHash('sha256').update('héllo\0').digest('hex');
  const end = await ended(server(), exec_id);
  expect(end.stdout.toString()).toBe(`${hash}  -\nafter\n`);
  expect(end.stderr.toString()).toBe('err\n');
});

it('does not wait for a command that reads nothing', async () => {
  const exec_id = await begin({ cmd: ['sleep', '4000'], stdin: '' });
  const data = 'x'.repeat(1_000_000);
  const pending = server().call('exec_write', { exec_id, data });
  expect((await workspace().sh('echo free')).stdout).toBe('free\n');
  await server().data('exec_cancel', { exec_id });
  expect((await pending).code).toBe('exec_not_running');
});

it('gives a terminal, its size, and ^C', async () => {
  const script = `python3 -c 'import sys; print(sys.stdin.isatty(), sys.stdout.isatty())'
    stty size; read go; stty size; trap 'echo caught; exit 4' INT; echo armed; sleep 4000 & wait`;
  const exec_id = await begin({ script, tty: true });
  const seen = (text: string) =>
    until(server(), exec_id, (output) => output.replaceAll('\r', '').includes(text));
  await seen('True True\n24 80\n');

  await server().data('exec_resize', { exec_id, rows: 50, cols: 132 });
  await write(exec_id, 'go\n');
  await seen('50 132\narmed\n');
  await write(exec_id, '\x03');
  expect(await ended(server(), exec_id)).toMatchObject({ status: 'exited', exit_code: 4 });
});

it('ends a terminal at end of file', async () => {
  const exec_id = await begin({ cmd: ['cat'], tty: true });
  await write(exec_id, 'line\nrest', true);
  const end = await ended(server(), exec_id);
  expect(end.stdout.toString().replaceAll('\r', '')).toContain('line\n');
  expect(end).toMatchObject({ status: 'exited', exit_code: 0 });
});

it('refuses a size without a terminal', async () => {
  const exec_id = await begin({ cmd: ['sleep', '4000'] });
  const resize = { exec_id, rows: 1, cols: 1 };
  expect((await server().call('exec_resize', resize)).isError).toBe(true);
  await server().data('exec_cancel', { exec_id });
});

it('stops and continues by signals', async () => {
  const exec_id = await begin({ script: 'echo on; read x; echo off', stdin: '' });
  const { page } = await until(server(), exec_id, (text) => text.includes('on'));
  await server().data('exec_signal', { exec_id, signal: 'SIGSTOP' });
  await write(exec_id, 'go on\n', true);
  const stopped = { exec_id, after_seq: page.next_seq, wait_ms: 500 };
  expect(await server().data('exec_poll', stopped)).toMatchObject({
    status: 'running',
    messages: [],
  });
  await server().data('exec_signal', { exec_id, signal: 'SIGCONT' });
  expect((await ended(server(), exec_id)).stdout.toString()).toBe('on\noff\n');
});

it('ends a command whose caller gives the call up', async () => {
  const marker = aMarker();
  const giveUp = new AbortController();
  const script = `trap '' TERM; setsid sleep ${marker} & sleep ${marker}; sleep ${marker}`;
  const request = { container_id: workspace().id, script, wait_ms: 600_000 };
  const call = server().call('exec_run', request, { signal: giveUp.signal });
  call.catch(() => undefined);
  await expect.poll(() => processesWith(marker)).toHaveLength(3);
  giveUp.abort();

  await expect(call).rejects.toThrow();
  await expect.poll(() => processesWith(marker)).toEqual([]);
});

it('shows progress, hands over, and loses nothing', async () => {
  const news: string[] = [];
  const container_id = workspace().id;
  const script =
    'for i in 1 2 3; do echo "line $i"; sleep 0.2; done; until [ -e go ]; do sleep 0.05; done; echo "line 4"';
  const request = { container_id, script, wait_ms: 2_500 };
  const onprogress = ({ message = '' }) => void news.push(message);
  const handed = await server().data<Run & { next_seq: number }>('exec_run', request, {
    onprogress,
  });

  expect(handed).toMatchObject({ status: 'running', exit_code: null });
  expect(news.length).toBeGreaterThan(1);
  expect(news.join('')).toContain('line 1\n');
  await server().data('fs_write', { container_id, path: 'go', content: '' });
  const end = await ended(server(), handed.exec_id, handed.next_seq);
  const all = `${handed.stdout}${end.stdout.toString()}`;
  expect(all).toBe('line 1\nline 2\nline 3\nline 4\n');
});

it('shows the first line while the command goes on', async () => {
  const began = performance.now();
  const exec_id = await begin({ script: 'echo a; sleep 4000; echo b' });
  const { text } = await until(server(), exec_id, (output) => output.includes('a'));
  expect(text).toBe('a\n');
  // Not only when the patience of the poll, 20 s, is over.
  expect(performance.now() - began).toBeLessThan(15_000);
  await server().data('exec_cancel', { exec_id });
});
