import type {
  Exec,
  ExecEnd,
  ExecId,
  Snapshot,
  SnapshotId,
  Workspace,
  WorkspaceId,
} from '@devbench/core';

/** What a repository of workspaces must be able to keep. */
export function workspaceRow(change: Partial<Omit<Workspace, 'id'>> & { id: string }): Workspace {
  return {
    owner: 'alice',
    alias: undefined,
    sessionId: undefined,
    image: 'docker.io/library/debian:bookworm-slim',
    digest: undefined,
    engineId: '',
    volume: 'devbench-v',
    status: 'creating',
    persistent: false,
    network: 'none',
    profile: 'hardened',
    limits: { memoryMb: 512, cpus: 0.5, pids: 256 },
    enforced: undefined,
    env: {},
    createdAt: new Date(1_700_000_000_123),
    lastUsedAt: new Date(1_700_000_000_123),
    expiresAt: undefined,
    ...change,
    id: change.id as WorkspaceId,
  };
}

export function snapshotRow(change: Partial<Omit<Snapshot, 'id'>> & { id: string }): Snapshot {
  return {
    owner: 'alice',
    name: undefined,
    volume: 'devbench-snap-1',
    status: 'creating',
    server: 's_1',
    origin: {
      workspaceId: 'c_1' as WorkspaceId,
      alias: undefined,
      image: 'docker.io/library/debian:bookworm-slim',
      profile: 'hardened',
    },
    bytes: 0,
    files: 0,
    createdAt: new Date(1_700_000_000_123),
    ...change,
    id: change.id as SnapshotId,
  };
}

export function execRow(change: Partial<Omit<Exec, 'id'>> & { id: string }): Exec {
  return {
    workspaceId: 'c_1' as WorkspaceId,
    owner: 'alice',
    server: 's_1',
    argv: ['echo', 'ä\0\n'],
    cwd: '/workspace',
    asRoot: false,
    tty: true,
    timeoutMs: 600_000,
    status: 'queued',
    createdAt: new Date(1_700_000_000_123),
    startedAt: undefined,
    end: undefined,
    ...change,
    id: change.id as ExecId,
  };
}

export function execEnd(change: Partial<ExecEnd> = {}): ExecEnd {
  return {
    seq: 1,
    reason: 'exited',
    exitCode: 0,
    signal: undefined,
    oomKilled: false,
    usage: undefined,
    endedAt: new Date(1_700_000_009_001),
    ...change,
  };
}
