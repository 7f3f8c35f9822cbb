import {
  AppError,
  type Exec,
  type ExecId,
  type ExecSpec,
  type Ids,
  WORKSPACE_PATH,
} from '@devbench/core';

import { createJob, type Job, type JobPorts } from '../job.ts';
import type { StartRequest } from '../jobs.ts';
import { begun, launch } from '../launch.ts';
import type { Roster } from '../roster.ts';
import { freeTicket } from './lane.ts';

export interface ShellParts {
  readonly ports: JobPorts & { readonly ids: Ids };
  readonly roster: Roster;
}

/** The first that the image has. */
const PROGRAMS = ['bash', 'sh'] as const;
const MOST_SHELLS = 8;

/** Starts the shell of a command as a command of its own, with a row and output. */
export async function openShell(request: StartRequest, parts: ShellParts): Promise<Job> {
  const { exec: first, workspace, client } = request;
  const { ports, roster } = parts;
  await refuseTooMany(first, ports);
  const { graceMs } = request.spec;
  const exec: Exec = {
    id: ports.ids.next('e') as ExecId,
    workspaceId: workspace.id,
    owner: first.owner,
    server: first.server,
    argv: PROGRAMS,
    cwd: WORKSPACE_PATH,
    asRoot: false,
    tty: false,
    ...(first.shell && { shell: { ...first.shell, itself: true } }),
    timeoutMs: 0,
    status: 'queued',
    createdAt: ports.clock.now(),
    startedAt: undefined,
    end: undefined,
  };
  const spec: ExecSpec = {
    argv: PROGRAMS,
    cwd: WORKSPACE_PATH,
    env: workspace.env,
    asRoot: false,
    stdin: 'closed',
    tty: undefined,
    timeoutMs: 0,
    graceMs,
    shell: { kind: 'itself' },
  };
  await ports.execs.reserve(begun(exec));
  const log = ports.outputs.create(exec.id);
  const job = createJob({ exec, workspace, ticket: freeTicket(), log, graceMs });
  roster.add(job);
  try {
    await launch(job, { workspace, exec, spec, client }, ports);
  } catch (thrown) {
    await roster.drop(job);
    throw thrown;
  }
  roster.background.add(roster.supervise(job));
  return job;
}

async function refuseTooMany({ workspaceId }: Exec, { execs }: JobPorts): Promise<void> {
  const rows = await execs.list({ workspaceId, ended: false });
  if (rows.filter(({ shell }) => shell?.itself).length < MOST_SHELLS) return;
  throw new AppError(
    'quota_exceeded',
    `This container has ${String(MOST_SHELLS)} shells already.`,
    {
      hint: 'Use one of them, or end one with exec_cancel; list_execs shows them.',
    },
  );
}
