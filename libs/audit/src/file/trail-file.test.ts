import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AuditIntent, AuditOutcome } from '@devbench/core';
import { ManualClock } from '@devbench/testing';
import { expect, it, onTestFinished } from 'vitest';

import { auditConfig } from '../config.ts';
import { createAuditTrail } from '../create-audit-trail.ts';
import { verifyTrail } from '../verify/verify-trail.ts';

const DAY_MS = 24 * 3600 * 1000;
const FIRST = 'audit-2025-01-01.jsonl';

const intent = (n: number): AuditIntent => ({
  callId: `call_${String(n)}`,
  at: new Date(n),
  actor: 'alice',
  client: 'test',
  session: 's',
  action: 'exec_run',
  subject: 'e_1',
  fields: { argv: ['login', '--password', 'hunter2'] },
});
const allowed: AuditOutcome = { outcome: 'allowed', code: undefined, durationMs: 1.25 };

async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'devbench-audit-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const clock = new ManualClock();
  const problems: unknown[] = [];
  const file = join(folder, 'audit.jsonl');
  const nothing = () => Promise.resolve();
  const store = { append: nothing, finish: nothing, flush: nothing };

  const server = async (config: object = {}) => {
    const services = { store, clock, onProblem: (error: unknown) => void problems.push(error) };
    const trail = createAuditTrail(services, auditConfig.parse({ file, ...config }));
    await trail.start();
    return {
      ...trail,
      async calls(...numbers: number[]) {
        for (const n of numbers) await trail.end(intent(n), allowed);
      },
    };
  };
  const lines = async (name = FIRST) =>
    (await readFile(join(folder, name), 'utf8')).split('\n').slice(0, -1);
  const rewrite = (changed: readonly string[]) =>
    writeFile(join(folder, FIRST), changed.map((line) => `${line}\n`).join(''));
  const verify = async () => {
    const { problems, ...counts } = await verifyTrail(file);
    return { ...counts, problems: problems.map(({ line, problem }) => `${problem} ${line}`) };
  };
  return { folder, clock, problems, server, lines, rewrite, verify };
}

it('has one line per call, without secrets', async () => {
  const { server, lines, verify } = await setup();
  const one = await server();
  await one.calls(1);
  await one.end(intent(2), { outcome: 'failed', code: 'no_space', durationMs: 2 });
  await one.stop();

  const [first = '', second = ''] = await lines();
  expect(JSON.parse(first)).toMatchObject({
    at: '1970-01-01T00:00:00.001Z',
    call_id: 'call_1',
    actor: 'alice',
    action: 'exec_run',
    subject: 'e_1',
    outcome: 'allowed',
    code: null,
    duration_ms: 1.3,
    fields: { argv: ['login', '--password', '[hidden]'] },
    seq: 1,
  });
  expect(JSON.parse(second)).toMatchObject({ outcome: 'failed', code: 'no_space', seq: 2 });
  expect(await verify()).toEqual({ files: 1, lines: 2, problems: [] });
});

it('finds every line that was changed, and every gap', async () => {
  const { server, lines, rewrite, verify } = await setup();
  const one = await server();
  await one.calls(1, 2, 3, 4);
  await one.stop();
  const two = await server();
  await two.calls(5);
  await two.stop();
  const whole = await lines();
  expect(await verify()).toMatchObject({ lines: 5, problems: [] });

  await rewrite(whole.map((line, n) => (n === 1 ? line.replace('alice', 'mallo') : line)));
  expect(await verify()).toMatchObject({ problems: ['changed 2', 'removed_before 3'] });
  await rewrite(whole.toSpliced(2, 1));
  expect(await verify()).toMatchObject({ problems: ['removed_before 3'] });
  await rewrite([whole[1], whole[0], ...whole.slice(2)].map(String));
  expect((await verify()).problems).toContain('removed_before 2');
});

it('notices in a later file that the end of an earlier one is gone', async () => {
  const { server, lines, rewrite, verify, clock } = await setup();
  const one = await server();
  await one.calls(1, 2);
  await one.stop();
  await clock.advance(DAY_MS);
  const two = await server();
  await two.calls(3);
  await two.stop();
  expect(await verify()).toEqual({ files: 2, lines: 3, problems: [] });

  await rewrite((await lines()).slice(0, 1));
  expect(await verify()).toMatchObject({ problems: ['unlinked 1'] });
});

it('lets servers write side by side', async () => {
  const { server, verify } = await setup();
  const servers = [await server(), await server(), await server()];
  for (const n of [1, 2, 3]) {
    await Promise.all(servers.map((one) => one.calls(n)));
    await Promise.all(servers.map((one) => one.stop()));
  }
  expect(await verify()).toEqual({ files: 1, lines: 9, problems: [] });
});

it('begins a file per period and forgets the oldest', async () => {
  const { server, folder, clock, verify } = await setup();
  const one = await server();
  await one.calls(1);
  await clock.advance(DAY_MS);
  await one.calls(2, 3);
  await one.stop();
  expect(await readdir(folder)).toEqual([FIRST, 'audit-2025-01-02.jsonl']);
  expect(await verify()).toMatchObject({ lines: 3, problems: [] });

  await clock.advance(2 * DAY_MS);
  await server({ retentionDays: 2 });
  expect(await readdir(folder)).toEqual(['audit-2025-01-02.jsonl']);
  expect(await verify()).toMatchObject({ lines: 2, problems: [] });
});

it.each(['refuse', 'continue'] as const)(
  'says so when the disk is full, and can %s',
  async (onFailure) => {
    const { server, folder, problems, verify } = await setup();
    const full = join(folder, FIRST);
    await symlink('/dev/full', full);
    const one = await server({ onFailure });
    await one.calls(1, 2);
    await expect(one.stop()).rejects.toMatchObject({ code: 'state_unavailable' });
    expect(problems).toHaveLength(1);

    const begun = one.begin(intent(3));
    if (onFailure === 'refuse')
      await expect(begun).rejects.toMatchObject({ code: 'state_unavailable' });
    else await begun;
    expect(problems).toHaveLength(1);

    await rm(full);
    await one.begin(intent(4));
    await one.calls(4);
    await one.stop();
    expect(await verify()).toEqual({ files: 1, lines: 3, problems: [] });
  },
);
