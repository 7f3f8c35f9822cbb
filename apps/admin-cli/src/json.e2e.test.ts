import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { connectServer, type RemoteServer } from '@devbench/mcp/client';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';

import { serverEnv, tempFolder } from './testing/devbench.ts';
import { startHttpServer } from './testing/http-server.ts';
import { commandsWithJson, JSON_COMMANDS } from './testing/json-commands.ts';
import { runHere } from './testing/run-here.ts';

const IMAGE = 'devbench/busybox:test';
const TOKEN = 'planted-hunter2';
const SETTINGS = {
  MCP_AUTH_MODE: 'bearer',
  MCP_BEARER_TOKEN: TOKEN,
  MCP_TOOLSETS: 'workspace,more,admin',
  MCP_DEFAULT_IMAGE_ALIAS: IMAGE,
  MCP_AUDIT_LOG_FILE: 'audit.jsonl',
};

const folder = tempFolder();
let server: Awaited<ReturnType<typeof startHttpServer>>;
let client: RemoteServer;
let container_id: unknown;
let exec_id: string;

beforeAll(async () => {
  const env = { ...serverEnv(folder.path), ...SETTINGS };
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
  server = await startHttpServer(folder.path, SETTINGS);
  client = await connectServer(new URL(server.url), { token: TOKEN, name: 'test', version: '1' });
  ({ container_id } = await client.call('spawn', {}));
  const ran = await client.call('exec_run', { container_id, cmd: ['echo', 'hello'] });
  exec_id = String(ran.exec_id);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await client.call('kill', { container_id, force: true });
  await client.close();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const remote = (...argv: string[]) => runHere('--url', server.url, ...argv);

async function jsonOf(ran: ReturnType<typeof runHere>) {
  const { stdout, failed } = await ran;
  expect(failed).toBeUndefined();
  return JSON.parse(stdout) as Record<string, unknown>;
}

const askFor = async (name: string) => {
  const { argv, remote: isRemote } = JSON_COMMANDS[name] ?? {};
  const known = { execId: exec_id, image: IMAGE, copy: join(folder.path, 'copy.db') };
  const run = isRemote ? remote : runHere;
  return jsonOf(run(...name.split(' '), ...(argv?.(known) ?? []), '--json'));
};

it('knows what each command prints that prints JSON', () => {
  expect(Object.keys(JSON_COMMANDS).sort()).toEqual([...commandsWithJson()].sort());
});

it.each(Object.keys(JSON_COMMANDS).filter((name) => name !== 'doctor'))(
  'prints %s as its schema says',
  async (name) => {
    const result = await askFor(name);
    expect(JSON_COMMANDS[name]?.schema.safeParse(result).error?.issues).toBeUndefined();
  },
);

it('prints JSON that says something', async () => {
  expect(await askFor('pool')).toEqual({ containers: [] });
  expect(await askFor('db check')).toEqual({ problems: [] });
  const logs = await askFor('logs');
  expect(logs).toMatchObject({ complete: true, messages: [{ stream: 'stdout' }, {}] });
  expect((await askFor('config')).settings).toContainEqual({
    name: 'MCP_BEARER_TOKEN',
    value: '[hidden]',
    source: 'environment',
    meaning: expect.any(String) as unknown,
  });
});

it('finds nothing wrong where a workspace works', async () => {
  const { findings, ...rest } = await askFor('doctor');
  const { schema } = JSON_COMMANDS.doctor ?? {};
  expect(schema?.safeParse({ findings, ...rest }).error?.issues).toBeUndefined();
  const all = findings as { state: string; check: string }[];
  expect(all.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(all).toContainEqual(
    expect.objectContaining({ check: 'a workspace works', state: 'fine' }),
  );
});

it('shows output, and proves the record', async () => {
  expect(await remote('logs', '-f', exec_id)).toEqual({ stdout: 'hello\n', failed: undefined });
  expect(await jsonOf(runHere('audit', 'verify', '--json'))).toMatchObject({ problems: [] });
});

it('says what went wrong', async () => {
  expect(await remote('logs', 'e_none')).toEqual({ stdout: '', failed: 'exec_not_found' });
  expect(await runHere('log-level', 'debug')).toMatchObject({ failed: 'invalid_argument' });
  const nowhere = await runHere('--url', 'http://127.0.0.1:9/mcp', 'status');
  expect(nowhere).toMatchObject({ failed: 'server_unavailable' });
  vi.stubEnv('MCP_BEARER_TOKEN', 'wrong');
  onTestFinished(() => void vi.stubEnv('MCP_BEARER_TOKEN', TOKEN));
  expect(await remote('status')).toMatchObject({ failed: 'unauthenticated' });
});

it('finds the line of the record that was changed', async () => {
  const [name = ''] = (await readdir(folder.path)).filter((each) => each.startsWith('audit-'));
  const lines = (await readFile(join(folder.path, name), 'utf8')).split('\n');
  const forged = lines.map((line, n) => (n === 2 ? line.replace('"actor":"', '"actor":"x') : line));
  await writeFile(join(folder.path, 'copy-2026-01.jsonl'), forged.join('\n'));

  const { stdout, failed } = await runHere('audit', 'verify', join(folder.path, 'copy.jsonl'));
  expect(failed).toBe('etag_mismatch');
  expect(stdout).toContain('copy-2026-01.jsonl:3: changed\n');
});
