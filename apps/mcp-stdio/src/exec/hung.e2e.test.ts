import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { start } from '../testing/commands.ts';
import { agentPid, residentBytes } from '../testing/processes.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace, type TestWorkspace } from '../testing/workspace.ts';

const MB = 1_000_000;
const server = sharedSession({ MCP_MAX_CONCURRENT_EXECS: '13', MCP_CANCEL_GRACE_MS: '100' });

it('stays as fast with 50 hung commands', { timeout: 60_000 }, async () => {
  await using other = await spawnWorkspace(server());
  await using stack = new AsyncDisposableStack();
  const crowded: TestWorkspace[] = [];
  for (let count = 0; count < 4; count += 1)
    crowded.push(stack.use(await spawnWorkspace(server())));
  await latencies(other);
  const before = await latencies(other);

  // Half of them have callers that wait, too.
  const waiting: Promise<unknown>[] = [];
  for (let count = 0; count < 50; count += 1) {
    const container_id = crowded[count % crowded.length]?.id ?? '';
    const hang = { container_id, script: `trap '' TERM; echo on; sleep 4000; sleep 4000` };
    if (count % 2) await server().data('exec_start', hang);
    else waiting.push(server().call('exec_run', { ...hang, wait_ms: 600_000 }));
  }
  await expect.poll(running, { timeout: 10_000 }).toBe(50);
  const after = await latencies(other);

  for (const kind of ['health', 'exec'] as const)
    expect.soft(after[kind], `p95 of ${kind}`).toBeLessThan(4 * before[kind] + 50);
  await stack.disposeAsync();
  await Promise.allSettled(waiting);
});

async function running(): Promise<number> {
  const { execs, next_cursor } = await server().data<{ execs: unknown[]; next_cursor: string }>(
    'list_execs',
  );
  return next_cursor ? Number.NaN : execs.length;
}

/** The 95th percentile of each kind of call, in milliseconds. */
async function latencies(workspace: TestWorkspace) {
  const kinds = { health: () => server().data('health'), exec: () => workspace.sh('echo hi') };
  const p95 = async (call: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let count = 0; count < 60; count += 1) {
      const began = performance.now();
      await call();
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[56] ?? 0;
  };
  return { health: await p95(kinds.health), exec: await p95(kinds.exec) };
}

it('does not grow while a command floods and nobody reads', { timeout: 60_000 }, async () => {
  await using workspace = await spawnWorkspace(server());
  const agent = await agentPid(workspace.id);
  const memory = () => ({
    server: residentBytes(server().pid) / MB,
    agent: residentBytes(agent) / MB,
  });
  const exec_id = await start(server(), workspace.id, { cmd: ['yes'] });
  await sleep(1000);
  const early = memory();
  const most = { ...early };
  for (let tick = 0; tick < 15; tick += 1) {
    await sleep(200);
    const now = memory();
    most.server = Math.max(most.server, now.server);
    most.agent = Math.max(most.agent, now.agent);
  }
  await server().data('exec_cancel', { exec_id });

  expect(most.server - early.server).toBeLessThan(100);
  expect(most.agent - early.agent).toBeLessThan(10);
  expect(most.agent).toBeLessThan(32);
});
