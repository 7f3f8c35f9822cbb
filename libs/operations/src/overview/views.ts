import { type AuditEntry, type Exec, redact, redactList, type Workspace } from '@devbench/core';

import type { AuditView, ContainerView, ExecView } from './overview.ts';

const LONGEST_COMMAND = 400;

export const toContainerView = (workspace: Workspace): ContainerView => ({
  container_id: workspace.id,
  owner: workspace.owner,
  alias: workspace.alias ?? null,
  image: workspace.image,
  status: workspace.status,
  persistent: workspace.persistent,
  network: workspace.network,
  profile: workspace.profile,
  memory_mb: workspace.limits.memoryMb,
  cpus: workspace.limits.cpus,
  pids: workspace.limits.pids,
  created_at: workspace.createdAt.toISOString(),
  last_used_at: workspace.lastUsedAt.toISOString(),
  expires_at: workspace.expiresAt?.toISOString() ?? null,
});

export const toExecView = (exec: Exec): ExecView => ({
  exec_id: exec.id,
  container_id: exec.workspaceId,
  owner: exec.owner,
  command: commandOf(exec.argv),
  cwd: exec.cwd,
  shell: exec.shell?.name ?? null,
  as_root: exec.asRoot,
  status: exec.end?.reason ?? exec.status,
  exit_code: exec.end?.exitCode ?? null,
  oom_killed: exec.end?.oomKilled ?? false,
  created_at: exec.createdAt.toISOString(),
  started_at: exec.startedAt?.toISOString() ?? null,
  ended_at: exec.end?.endedAt.toISOString() ?? null,
});

/** A script as it was given, without the shell that runs it. */
function commandOf(argv: readonly string[]): string {
  const [program = '', flag, script] = argv;
  const isScript = /(^|\/)(ba|da)?sh$/.test(program) && flag === '-c' && script !== undefined;
  const words = isScript ? redact(script).split(/\s+/) : argv;
  const line = redactList(words).join(' ').replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_COMMAND ? `${line.slice(0, LONGEST_COMMAND)}…` : line;
}

export const toAuditView = (entry: AuditEntry): AuditView => ({
  id: entry.id,
  call_id: entry.callId,
  at: entry.at.toISOString(),
  actor: entry.actor,
  client: entry.client,
  action: entry.action,
  subject: entry.subject ?? null,
  outcome: entry.outcome?.outcome ?? null,
  code: entry.outcome?.code ?? null,
  duration_ms: entry.outcome?.durationMs ?? null,
});
