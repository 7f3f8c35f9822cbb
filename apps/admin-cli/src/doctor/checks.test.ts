import { mkdtempDisposableSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Config, loadConfig } from '@devbench/kernel';
import { expect, it, onTestFinished } from 'vitest';

import { engineSocket, envOf, FACTS, ILLS, kernelThat, place } from '../testing/ills.ts';
import { checks } from './checks.ts';
import { examine, type Finding } from './examine.ts';
import type { Patient } from './patient.ts';

const EXT4 = 0xef53;

async function setup() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'doctor-'));
  onTestFinished(() => folder[Symbol.dispose]());
  const socket = createServer().listen(engineSocket(folder.path));
  onTestFinished(() => void socket.close());
  await new Promise((resolve) => socket.once('listening', resolve));
  const env = envOf(folder.path);
  const healthy: Patient = {
    env,
    envFile: join(folder.path, 'none'),
    config: await loadConfig(env, place),
    nodeVersion: '24.0.0',
    facts: async () => FACTS,
    now: () => new Date(0),
    diskType: async () => EXT4,
    loadHttp: async () => ({ host: '127.0.0.1', port: 0 }),
    kernel: async () => kernelThat({}),
    caller: {} as Patient['caller'],
  };
  const findings = async (change: Partial<Patient> = {}) => {
    const all: Finding[] = [];
    for await (const finding of examine(checks, { ...healthy, ...change })) all.push(finding);
    return all;
  };
  return { folder: folder.path, findings };
}

it('has nothing to say where all is well', async () => {
  const { findings } = await setup();
  expect((await findings()).filter(({ state }) => state !== 'fine')).toEqual([]);
});

it('knows how each check finds something', () => {
  expect(Object.keys(ILLS)).toEqual(checks.map(({ name }) => name));
});

const provoked = Object.entries(ILLS).flatMap(([name, ill]) =>
  typeof ill === 'string' ? [] : [[name, ...ill] as const],
);

it.each(provoked)('%s: finds what is wrong and says what to do', async (name, ill, words) => {
  const { folder, findings } = await setup();
  const all = await findings(await ill(folder));
  const finding = all.find(({ check }) => check === name);

  expect(finding?.state).toMatch(/problem|minor/);
  expect(finding?.found).toMatch(words);
  expect(finding?.advice).toMatch(/\w/);
});

it('asks nothing that means nothing', async () => {
  const { findings } = await setup();
  const config: Config | undefined = undefined;
  const all = await findings({ config, env: { MCP_NONSENSE: '1' } });

  expect(all.find(({ check }) => check === 'engine answers')).toEqual({
    check: 'engine answers',
    state: 'skipped',
    found: 'needs you may use the socket',
    advice: null,
  });
});
