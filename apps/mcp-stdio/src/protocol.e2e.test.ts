import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

import { ARGS, COMMAND, serverEnv } from './testing/environment.ts';
import { tempFolder } from './testing/folder.ts';

const HELLO = {
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  },
};

/** A server without any client library in between. */
async function start(folder: string, env: Record<string, string> = {}) {
  const child = spawn(COMMAND, ARGS, { env: serverEnv(folder, env) });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const lines: string[] = [];
  const answers = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const say = (message: object) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  say({ id: 'hello', ...HELLO });
  await once(answers, 'line');
  say({ method: 'notifications/initialized' });
  const exit = async () => {
    if (child.exitCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  return { child, lines, say, stderr: () => log, exit };
}

const callTool = (id: number, name: string, input = {}) => ({
  id,
  method: 'tools/call',
  params: { name, arguments: input, _meta: { progressToken: id } },
});

const isMessage = (line: string) =>
  (JSON.parse(line) as { jsonrpc: string }).jsonrpc === '2.0' && !line.includes('\u001B');

function feedNonsense({ stdin }: ChildProcessWithoutNullStreams) {
  stdin.write('not json\n\n[1,2]\n{"jsonrpc":"2.0"}\n{"jsonrpc":"2.0","id":{},"method":"x"}\n');
  stdin.write(Buffer.from([0, 255, 254, 10]));
}

it.each(['debug', 'info', 'warning', 'error', 'critical'])(
  'writes nothing but JSON-RPC to stdout at the level %s',
  async (MCP_LOG_LEVEL) => {
    using folder = tempFolder();
    const { child, say, lines, stderr, exit } = await start(folder.path, { MCP_LOG_LEVEL });

    feedNonsense(child);
    say({ id: 1, method: 'no/such/method' });
    say(callTool(2, 'no_such_tool'));
    say(callTool(3, 'fs_read', { container_id: 'none', path: 'x' }));
    say(callTool(4, 'health'));
    await expect.poll(() => lines.length).toBe(5);
    child.stdin.end();

    expect(await exit()).toBe(0);
    expect(lines.every(isMessage)).toBe(true);
    if (MCP_LOG_LEVEL === 'debug') expect(stderr()).toContain('"message":"call"');
  },
);

it('refuses a message that is too long and goes on', async () => {
  using folder = tempFolder();
  const { child, say, lines, exit } = await start(folder.path);

  say(callTool(1, 'fs_write', { container_id: 'c', path: 'p', content: 'x'.repeat(20_000_000) }));
  say(callTool(2, 'health'));

  await expect.poll(() => lines.length).toBe(3);
  expect(lines.some((line) => line.includes('"id":1') && line.includes('too_large'))).toBe(true);
  child.stdin.end();
  expect(await exit()).toBe(0);
});

it('exits by itself at the end of stdin, also while a call waits', async () => {
  using folder = tempFolder();
  const { child, say, exit } = await start(folder.path);
  say(callTool(1, 'health'));

  child.stdin.end();

  expect(await exit()).toBe(0);
});

it('ends when nobody reads its answers any more', async () => {
  using folder = tempFolder();
  const { child, say, exit } = await start(folder.path);

  child.stdout.destroy();
  child.stderr.destroy();
  for (let id = 1; id < 20; id++) say(callTool(id, 'health'));

  expect(await exit()).toBe(0);
});

it.each(['SIGTERM', 'SIGINT'] as const)('stops cleanly at %s', async (signal) => {
  using folder = tempFolder();
  const { child, exit } = await start(folder.path);

  child.kill(signal);

  expect(await exit()).toBe(0);
});

async function endOf(child: ChildProcessWithoutNullStreams) {
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

it('lists all settings that are wrong, in words, and does not start', async () => {
  using folder = tempFolder();
  const env = serverEnv(folder.path, {
    MCP_LOG_LEVL: 'debug',
    MCP_DATABASE_URL: 'hunter2',
    MCP_DRAIN_GRACE_S: 'long',
  });
  const child = spawn(COMMAND, ARGS, { env });
  const { code, stdout, stderr } = await endOf(child);

  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.split('\n')).toEqual([
    'devbench-mcp-stdio: 3 settings are invalid.',
    '  MCP_LOG_LEVL is unknown; did you mean MCP_LOG_LEVEL?',
    '  MCP_DATABASE_URL is not supported by this server yet; remove it',
    '  MCP_DRAIN_GRACE_S must be a number',
    'Correct the named settings and start again.',
    '',
  ]);
});

it('says what is wrong with a state that is none', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'file');
  writeFileSync(file, '');
  const env = serverEnv(folder.path, { MCP_STATE_DB: join(file, 'state.db') });
  const child = spawn(COMMAND, ARGS, { env });
  const { code, stdout, stderr } = await endOf(child);

  expect(code).toBe(69);
  expect(stdout).toBe('');
  expect(stderr).toContain('MCP_STATE_DB');
  expect(stderr).not.toContain('    at ');
});
