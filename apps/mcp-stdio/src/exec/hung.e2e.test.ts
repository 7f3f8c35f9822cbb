import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { poll, start } from '../testing/commands.ts';
import { agentPid, residentBytes } from '../testing/processes.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace, type TestWorkspace } from '../testing/workspace.ts';

const MB = 1_000_000;
const server = sharedSession({
  MCP_MAX_CONCURRENT_EXECS: '13',
  MCP_CANCEL_GRACE_MS: '100',
  MCP_OUTPUT_MAX_BYTES: String(8 * MB),
});

it('stays as fast with 50 hung commands', { timeout: 300_000 }, async () => {
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
  await expect.poll(running).toBe(50);
  // Something else on the machine may slow it down for a while, but not for as long as they hang.
  const slower = async () => {
    const after = await latencies(other);
    return (['health', 'exec'] as const).filter((kind) => after[kind] > 4 * before[kind] + 50);
  };
  await expect.poll(slower).toEqual([]);
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

it('does not grow while a command floods and nobody reads', async () => {
  await using workspace = await spawnWorkspace(server());
  const agent = await agentPid(workspace.id);
  const memory = () => ({
    server: residentBytes(server().pid) / MB,
    agent: residentBytes(agent) / MB,
  });
  const exec_id = await start(server(), workspace.id, { cmd: ['yes'] });
  const droppedMb = async () =>
    (await poll(server(), exec_id, { max_bytes: 1 })).dropped_bytes / MB;
  // From then on as much goes as comes.
  await expect.poll(droppedMb).toBeGreaterThan(8);
  const early = memory();
  const most = { ...early };
  while ((await droppedMb()) < 200) {
    // Calls without a pause would be measured themselves.
    await sleep(50);
    const now = memory();
    most.server = Math.max(most.server, now.server);
    most.agent = Math.max(most.agent, now.agent);
  }
  await server().data('exec_cancel', { exec_id });

  expect(most.server - early.server).toBeLessThan(100);
  expect(most.agent - early.agent).toBeLessThan(10);
  expect(most.agent).toBeLessThan(32);
});
