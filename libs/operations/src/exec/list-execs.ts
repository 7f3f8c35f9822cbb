import type { Exec, ExecFilter } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { endFields, endShape, statusLine, statusSchema } from './status.ts';

const PAGE = 50;
const LONGEST_CMD = 1000;

const entry = z.strictObject({
  exec_id: z.string(),
  container_id: z.string(),
  cmd: z.array(z.string()),
  cwd: z.string(),
  shell: z.string().optional(),
  as_root: z.boolean(),
  status: statusSchema,
  ...endShape,
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
});

export const listExecs = declare({
  name: 'list_execs',
  toolset: 'workspace',
  target: 'none',
  summary: 'Your commands that wait or run; with include_ended also ended ones.',
  effect: 'read',
  input: {
    container_id: z.string().min(1).max(128).optional().describe('Id or alias'),
    include_ended: z.boolean().default(false),
    cursor: z.string().max(64).optional(),
  },
  output: { execs: z.array(entry), next_cursor: z.string().nullable() },
  render: ({ execs }) =>
    execs
      .map((e) =>
        `${e.exec_id} ${statusLine(e.status, e.exit_code)}: ${e.cmd.join(' ')}`.slice(0, 200),
      )
      .join('\n') || 'none',
  async run(call: CallOn<'none', 'execs' | 'workspaces'>, input) {
    const owner = call.caller.principal.id;
    const filter = await filterFor(call, owner, input);
    const rows = filter ? await call.execs.list(filter) : [];
    const page = rows.slice(0, PAGE);
    return {
      execs: page.map(toEntry),
      next_cursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  },
});

async function filterFor(
  call: CallOn<'none', 'workspaces'>,
  owner: string,
  input: { container_id?: string | undefined; include_ended: boolean; cursor?: string | undefined },
): Promise<ExecFilter | undefined> {
  const name = input.container_id;
  const workspace = name === undefined ? undefined : await call.workspaces.find(owner, name);
  if (name !== undefined && !workspace) return undefined;
  return {
    owner,
    limit: PAGE + 1,
    ...(workspace && { workspaceId: workspace.id }),
    ...(!input.include_ended && { ended: false }),
    ...(input.cursor !== undefined && { after: input.cursor }),
  };
}

function toEntry(exec: Exec): z.input<typeof entry> {
  return {
    exec_id: exec.id,
    container_id: exec.workspaceId,
    cmd: shortened(exec.argv),
    cwd: exec.cwd,
    ...(exec.shell && { shell: exec.shell.name }),
    as_root: exec.asRoot,
    status: exec.end?.reason ?? exec.status,
    ...endFields(exec.end),
    created_at: exec.createdAt.toISOString(),
    started_at: exec.startedAt?.toISOString() ?? null,
    ended_at: exec.end?.endedAt.toISOString() ?? null,
  };
}

function shortened(argv: readonly string[]): string[] {
  let left = LONGEST_CMD;
  const kept: string[] = [];
  for (const argument of argv) {
    if (left <= 0) break;
    kept.push(argument.length > left ? `${argument.slice(0, left)}…` : argument);
    left -= argument.length + 1;
  }
  return kept;
}
