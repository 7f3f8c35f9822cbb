import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { AppError } from '@devbench/core';
import { loadConfig } from '@devbench/kernel';
import { onTestFinished } from 'vitest';

import type { Patient } from '../doctor/patient.ts';

export type Ill = (folder: string) => Promise<Partial<Patient>> | Partial<Patient>;

export const FACTS = {
  ...{ version: '28.0', apiVersion: '1.48', architecture: 'amd64' },
  ...{ missingLimits: [], time: new Date(0), folder: '/no/such/folder', warnings: [] },
};
export const place = { home: '/none', host: 'h', pid: 1, isAlive: () => true };

const withFacts =
  (change: object): Ill =>
  () => ({ facts: async () => ({ ...FACTS, ...change }) });

const withSettings =
  (env: (folder: string) => Record<string, string>): Ill =>
  async (folder) => {
    const all = { ...envOf(folder), ...env(folder) };
    return { env: all, config: await loadConfig(all, place).catch(() => undefined) };
  };

const withKernel =
  (change: {
    check?: () => string[];
    hasImage?: boolean;
    answers?: object;
    fails?: AppError;
  }): Ill =>
  () => ({ kernel: async () => kernelThat(change) });

export function kernelThat({
  check = () => [],
  hasImage = true,
  answers = {},
  fails,
}: Parameters<typeof withKernel>[0]) {
  if (fails) throw fails;
  const replies: Record<string, object> = {
    ...{ reconcile: { actions: [] }, spawn: { container_id: 'c_1' }, kill: {} },
    ...{ exec_run: { exit_code: 0 }, ...answers },
  };
  return {
    state: { check: async () => check(), backup: async () => undefined },
    engine: { hasImage: async () => hasImage, facts: async () => FACTS },
    operations: { call: async (name: string) => replies[name] ?? {} },
  } as unknown as Awaited<ReturnType<Patient['kernel']>>;
}

const file = (folder: string, name: string, mode = 0o600) => {
  writeFileSync(join(folder, name), '');
  chmodSync(join(folder, name), mode);
  return join(folder, name);
};

const NFS = 0x6969;

export const engineSocket = (folder: string) => join(folder, 'engine.sock');
export const envOf = (folder: string): Record<string, string> => ({
  MCP_STATE_DB: join(folder, 'state.db'),
  DOCKER_HOST: `unix://${engineSocket(folder)}`,
});

/** One way for each check to find something, and a word of what it says. */
export const ILLS: Readonly<Record<string, readonly [Ill, RegExp] | 'in machine.e2e.test.ts'>> = {
  node: [() => ({ nodeVersion: '18.1.0' }), /Node 18/],
  settings: [withSettings(() => ({ MCP_LOG_LEVL: 'debug' })), /did you mean MCP_LOG_LEVEL/],
  'settings of the HTTP server': [
    () => ({
      loadHttp: () => Promise.reject(new AppError('settings_invalid', 'One setting is invalid.')),
    }),
    /invalid/,
  ],
  '.env file is private': [(folder) => ({ envFile: file(folder, '.env', 0o644) }), /others/],
  'folder of the state': [
    withSettings((folder) => ({ MCP_STATE_DB: join(file(folder, 'file'), 'state.db') })),
    /cannot be written/,
  ],
  'disk of the state has room': 'in machine.e2e.test.ts',
  'disk of the state is of this machine': [
    () => ({ diskType: async () => NFS }),
    /network file system/,
  ],
  'state opens': [
    withKernel({ fails: new AppError('state_unavailable', 'The state is locked.') }),
    /locked/,
  ],
  'state is sound': [withKernel({ check: () => ['row 3 is missing'] }), /row 3/],
  'record of calls is writable': [
    withSettings((folder) => ({ MCP_AUDIT_LOG_FILE: join(file(folder, 'file'), 'a.jsonl') })),
    /cannot be written/,
  ],
  'record of calls is whole': [
    async (folder) => {
      writeFileSync(join(folder, 'a-2026-01.jsonl'), '{"forged":true}\n');
      return withSettings(() => ({ MCP_AUDIT_LOG_FILE: 'a.jsonl' }))(folder);
    },
    /a-2026-01.jsonl:1/,
  ],
  'transfer folder': [
    withSettings((folder) => ({ MCP_TRANSFER_DIR: join(file(folder, 'file'), 'x') })),
    /cannot be written/,
  ],
  'engine has a socket': [
    withSettings(() => ({ DOCKER_HOST: 'unix:///no/such.sock' })),
    /no \/no\/such.sock/,
  ],
  'you may use the socket': 'in machine.e2e.test.ts',
  'engine answers': [
    () => ({ facts: () => Promise.reject(new AppError('engine_unavailable', 'It is away.')) }),
    /away/,
  ],
  'engine is new enough': [withFacts({ apiVersion: '1.39' }), /only API 1.39/],
  'engine has a known processor': [withFacts({ architecture: 'riscv64' }), /riscv64/],
  'limits hold': [withFacts({ missingLimits: ['swap', 'pids'] }), /swap, pids/],
  'clocks agree': [withFacts({ time: new Date(60_000) }), /60 s/],
  'disk of the engine has room': 'in machine.e2e.test.ts',
  'image is there': [withKernel({ hasImage: false }), /has no /],
  'port is free': [
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => void server.close());
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      return { loadHttp: async () => ({ host: '127.0.0.1', port }) };
    },
    /EADDRINUSE/,
  ],
  'files of the HTTP server': [
    withSettings(() => ({ MCP_TLS_CERT: '/no/cert', MCP_TLS_KEY: '/no/key' })),
    /MCP_TLS_CERT/,
  ],
  'state and engine agree': [
    withKernel({ answers: { reconcile: { actions: [{}, {}] } } }),
    /2 differences/,
  ],
  'a workspace works': [withKernel({ answers: { exec_run: { exit_code: 126 } } }), /126/],
};
