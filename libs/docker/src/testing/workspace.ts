import type { ExecSpec, Snapshot, SnapshotId, Workspace, WorkspaceId } from '@devbench/core';

/** A running hardened workspace of alice. */
export function aWorkspace(change: Partial<Workspace> = {}): Workspace {
  const id = change.id ?? ('c_test' as WorkspaceId);
  return {
    id,
    owner: 'alice',
    alias: undefined,
    sessionId: undefined,
    image: 'devbench/busybox:test',
    digest: undefined,
    engineId: '',
    volume: `devbench-${id}`,
    status: 'running',
    persistent: false,
    network: 'none',
    profile: 'hardened',
    limits: { memoryMb: 256, cpus: 1, pids: 128 },
    enforced: undefined,
    env: {},
    createdAt: new Date(0),
    lastUsedAt: new Date(0),
    expiresAt: undefined,
    ...change,
  };
}

/** A snapshot of alice that is being made. */
export function aSnapshot(change: Partial<Snapshot> = {}): Snapshot {
  const id = change.id ?? ('snap_test' as SnapshotId);
  return {
    id,
    owner: 'alice',
    name: undefined,
    volume: `devbench-${id}`,
    status: 'creating',
    server: 's_1',
    origin: {
      workspaceId: 'c_test' as WorkspaceId,
      alias: undefined,
      image: 'devbench/busybox:test',
      profile: 'hardened',
    },
    bytes: 0,
    files: 0,
    createdAt: new Date(0),
    ...change,
  };
}

export function aSpec(argv: ExecSpec['argv'], change: Partial<ExecSpec> = {}): ExecSpec {
  return {
    argv,
    cwd: '/workspace',
    env: {},
    asRoot: false,
    stdin: 'closed',
    tty: undefined,
    timeoutMs: 60_000,
    graceMs: 500,
    ...change,
  };
}
