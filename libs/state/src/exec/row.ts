import type { Exec, ExecEnd, ExecId, ExecUsage, WorkspaceId } from '@devbench/core';

import type { ExecRow } from '../schema.ts';

type EndColumns = Pick<
  ExecRow,
  'ended_at' | 'end_seq' | 'exit_code' | 'signal' | 'oom_killed' | 'usage_json'
>;

/** Of a command that has not ended. */
export function toRow(exec: Exec): Omit<ExecRow, keyof EndColumns> {
  return {
    id: exec.id,
    container_id: exec.workspaceId,
    owner: exec.owner,
    server: exec.server,
    argv_json: JSON.stringify(exec.argv),
    cwd: exec.cwd,
    as_root: Number(exec.asRoot),
    tty: Number(exec.tty),
    shell: exec.shell?.name ?? null,
    is_shell: Number(exec.shell?.itself ?? false),
    timeout_ms: exec.timeoutMs,
    status: exec.status,
    created_at: exec.createdAt.getTime(),
    started_at: exec.startedAt?.getTime() ?? null,
  };
}

export function endColumns(end: ExecEnd): EndColumns {
  return {
    ended_at: end.endedAt.getTime(),
    end_seq: end.seq,
    exit_code: end.exitCode ?? null,
    signal: end.signal ?? null,
    oom_killed: Number(end.oomKilled),
    usage_json: end.usage ? JSON.stringify(end.usage) : null,
  };
}

export function fromRow(row: ExecRow): Exec {
  return {
    id: row.id as ExecId,
    workspaceId: row.container_id as WorkspaceId,
    owner: row.owner,
    server: row.server,
    argv: JSON.parse(row.argv_json) as string[],
    cwd: row.cwd,
    asRoot: row.as_root === 1,
    tty: row.tty === 1,
    ...(row.shell !== null && { shell: { name: row.shell, itself: row.is_shell === 1 } }),
    timeoutMs: row.timeout_ms,
    status: row.status as Exec['status'],
    createdAt: new Date(row.created_at),
    startedAt: row.started_at === null ? undefined : new Date(row.started_at),
    end: endOf(row),
  };
}

function endOf(row: ExecRow): ExecEnd | undefined {
  if (row.ended_at === null || row.end_seq === null) return undefined;
  return {
    seq: row.end_seq,
    reason: row.status as ExecEnd['reason'],
    exitCode: row.exit_code ?? undefined,
    signal: row.signal ?? undefined,
    oomKilled: row.oom_killed === 1,
    usage: row.usage_json === null ? undefined : (JSON.parse(row.usage_json) as ExecUsage),
    endedAt: new Date(row.ended_at),
  };
}
