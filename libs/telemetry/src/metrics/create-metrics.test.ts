import { AppError, type CallRecord, type ExecEnd } from '@devbench/core';
import { parsePrometheus, settle } from '@devbench/testing';
import { expect, it } from 'vitest';

import { createMetrics } from './create-metrics.ts';

const record = (action: string, error?: AppError): CallRecord => ({
  callId: 'call_1',
  at: new Date(0),
  actor: 'alice',
  client: 'test 1',
  session: 's',
  action,
  subject: 'c_1',
  fields: {},
  outcome: error ? 'failed' : 'allowed',
  code: error?.code,
  durationMs: 20,
  error,
});

const usage = { wallMs: 2_000, cpuMs: 1, userMs: 1, systemMs: 0, memPeakBytes: 1 };
const end: ExecEnd = {
  seq: 1,
  reason: 'timeout',
  exitCode: 143,
  signal: 'SIGTERM',
  oomKilled: false,
  usage: { ...usage, stdoutBytes: 70, stderrBytes: 7 },
  endedAt: new Date(0),
};

it('counts each call once, however many come before somebody asks', async () => {
  const { calls, text } = createMetrics();

  for (let count = 0; count < 200; count += 1) calls.called(record('spawn'));
  const first = await text();
  await settle();

  expect(first).toContain('container_spawns_total{outcome="allowed"} 200');
  expect(await text()).toBe(first);
});

it('counts calls, and no names that a caller invented', async () => {
  const { calls, text } = createMetrics();

  calls.called(record('spawn'));
  calls.called(record('exec_run'));
  calls.called(record('fs_write'));
  calls.called(record('evil-name', new AppError('operation_not_found', 'No.')));

  const page = await text();
  expect(page).toContain('mcp_devbench_container_spawns_total{outcome="allowed"} 1');
  expect(page).toContain('mcp_devbench_exec_total{status="started"} 1');
  expect(page).toContain('mcp_devbench_fs_operations_total{op_type="write",outcome="allowed"} 1');
  expect(page).toContain('mcp_devbench_errors_total{code="operation_not_found"} 1');
  expect(page).not.toContain('evil-name');
  expect(parsePrometheus(page)).toHaveLength((await createMetrics().describe()).length);
});

it('measures a command when it has ended', async () => {
  const { calls, text } = createMetrics();

  calls.ended(end);

  const page = await text('mcp_devbench_exec');
  expect(page).toContain('mcp_devbench_exec_total{status="timeout"} 1');
  expect(page).toContain('mcp_devbench_exec_duration_seconds_sum{status="timeout"} 2');
  expect(page).not.toContain('output_bytes');
  expect(await text()).toContain('mcp_devbench_output_bytes_sum 77');
});

it('shows what is true now, and nothing when it is not known', async () => {
  const { source, traffic, text } = createMetrics();
  const known = { engineUp: true, stateUp: true, runningExecs: 1, queuedExecs: 2 };
  const seen = { containers: 3, attachments: 4, warm: 5, memoryBytes: 6 };
  traffic(() => ({ sent: 10, received: 20 }));

  source(async () => ({ ...known, ...seen }));
  const before = await text();
  expect(before).toContain('mcp_devbench_active_containers 3\n');
  expect(before).toContain('mcp_devbench_memory_usage_bytes 6\n');
  expect(before).toContain('mcp_devbench_workspace_bytes_total{direction="out"} 20\n');

  source(async () => ({ ...known, engineUp: false }));
  const after = await text();
  expect(after).toContain('mcp_devbench_up{part="engine"} 0\n');
  expect(after).toContain('mcp_devbench_queued_execs 2\n');
  expect(after).not.toMatch(/^mcp_devbench_active_containers/m);
  expect(after).toContain('mcp_devbench_workspace_bytes_total{direction="out"} 20\n');
});

it('times the engine, by what went wrong', async () => {
  const { engine, text } = createMetrics();

  engine.asked({ code: undefined, durationMs: 1 });
  engine.asked({ code: 'engine_unavailable', durationMs: 4_000 });

  const page = await text();
  expect(page).toContain('engine_request_duration_seconds_count{result="ok"} 1');
  expect(page).toContain('engine_request_duration_seconds_sum{result="engine_unavailable"} 4');
});
