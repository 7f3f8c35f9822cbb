import {
  assertRunning,
  type Exec,
  type ExecId,
  type ExecPlan,
  type ExecSpec,
  WORKSPACE_PATH,
} from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { absoluteCwd, argvOf, type CommandInput, requestOf } from './command-input.ts';
import { shellScript } from './shell/shell-input.ts';
import { TERMINAL } from './terminal.ts';

export type BeginCall = CallOn<'workspace', 'jobs' | 'policy' | 'ids' | 'clock' | 'servers'>;

/** What `beginCommand` asks before it does anything. */
export function judgeCommand(
  { caller, policy }: Pick<CallOn<'none', 'policy'>, 'caller' | 'policy'>,
  input: CommandInput,
): ExecPlan {
  return policy.planExec(caller.principal, requestOf(input));
}

/** Starts or queues a command, within policy. Answers its row and whether it runs already. */
export async function beginCommand(
  call: BeginCall,
  input: CommandInput,
): Promise<{ exec: Exec; status: 'queued' | 'running' }> {
  const { workspace, caller, jobs } = call;
  assertRunning(workspace);
  const argv = argvOf(input);
  const asRoot = input.as_root;
  const { timeoutMs, graceMs } = judgeCommand(call, input);
  const script = shellScript(input);
  const cwd = input.cwd === undefined ? '' : absoluteCwd(input.cwd);
  const spec: ExecSpec = {
    argv,
    cwd: script === undefined ? cwd || WORKSPACE_PATH : cwd,
    // A shell has that of the workspace from its start, and what its commands made of it since.
    env: script === undefined ? { ...workspace.env, ...input.env } : (input.env ?? {}),
    asRoot,
    stdin: input.tty || input.stdin !== undefined ? 'open' : 'closed',
    tty: input.tty ? TERMINAL : undefined,
    timeoutMs,
    graceMs,
  };
  const exec: Exec = {
    id: call.ids.next('e') as ExecId,
    workspaceId: workspace.id,
    owner: workspace.owner,
    server: call.servers.self,
    argv,
    cwd: spec.cwd,
    asRoot,
    tty: input.tty,
    timeoutMs,
    status: 'queued',
    createdAt: call.clock.now(),
    startedAt: undefined,
    end: undefined,
    ...(input.shell !== undefined && { shell: { name: input.shell, itself: false } }),
  };
  const status = await jobs.spawn({
    workspace,
    exec,
    spec,
    script,
    client: JSON.stringify([caller.principal.id, caller.session]),
    ...(input.stdin && { stdin: { data: Buffer.from(input.stdin), eof: !input.tty } }),
  });
  return { exec, status };
}
