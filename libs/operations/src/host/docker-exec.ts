import { AppError, isRoot, type Workspace } from '@devbench/core';
import { z } from 'zod';

import type { BeginCall } from '../exec/begin-command.ts';
import { commandInput } from '../exec/command-input.ts';
import { ANSWER_MS } from '../exec/run-command.ts';
import { type CallOn, declare } from '../operation.ts';
import type { HostCommand } from './host-command.ts';
import { fromHost, fromWorkspace, hostExecShape, renderHostExec } from './host-result.ts';
import { runInHost, type RunInHostCall } from './run-in-host.ts';
import { runInWorkspace } from './run-in-workspace.ts';
import { findVisible, type HostCall } from './visible.ts';

const LONGEST_S = 86_400;
const USUAL_S = 600;

const entry = z.string().regex(/^[^=\0]+=[^\0]*$/, 'is NAME=value');

type ExecCall = HostCall & RunInHostCall & Omit<BeginCall, 'workspace'> & CallOn<'none', 'jobs'>;

export const dockerExec = declare({
  name: 'docker_exec',
  toolset: 'docker',
  target: 'none',
  summary:
    'Run a command in a container that you may use, and wait for it. A non-zero exit code is a ' +
    'normal result. At the timeout it is ended with all its processes, if the container has a shell.',
  effect: 'execute',
  rate: 'commands',
  input: {
    id: z.string().min(1).max(255).describe('Id or name'),
    cmd: commandInput.cmd.unwrap().describe('Program and arguments, no shell'),
    stdin: commandInput.stdin.unwrap().optional(),
    user: z.string().min(1).max(255).optional().describe('Name or uid, with :group if you like'),
    cwd: z.string().max(4096).optional(),
    env: z.array(entry).max(256).default([]),
    stream: z.boolean().default(false).describe('Output is sent as progress to who asks for it'),
    tty: z.boolean().default(false),
    timeoutMs: z
      .int()
      .min(1)
      .max(LONGEST_S * 1000)
      .optional(),
    max_bytes: z.int().min(1024).max(1_048_576).default(65_536).describe('Of more, both ends'),
    chunkBytes: z.int().min(1).max(1_048_576).optional().describe('Has no effect'),
  },
  aliases: { workdir: 'cwd' },
  output: hostExecShape,
  audit: ({ id, cmd, user = null, env }) => ({
    id,
    argv: cmd.slice(0, 64),
    user,
    env: env.map(nameOf),
  }),
  deadlineMs: ({ timeoutMs = USUAL_S * 1000 }) => timeoutMs + ANSWER_MS,
  render: renderHostExec,
  async run(call: ExecCall, input) {
    const { container, workspace } = await findVisible(call, input.id);
    call.about(workspace?.id ?? container.engineId);
    const [program = '', ...rest] = input.cmd;
    const command: HostCommand = {
      argv: [program, ...rest],
      env: Object.fromEntries(input.env.map((each) => [nameOf(each), valueOf(each)])),
      ...{ cwd: input.cwd, user: input.user, stdin: input.stdin, tty: input.tty },
      timeoutS: input.timeoutMs === undefined ? undefined : input.timeoutMs / 1000,
      maxBytes: input.max_bytes,
    };
    if (!workspace) return fromHost(await runInHost(call, container, command), input.max_bytes);
    const asRoot = asRootIn(workspace, input.user);
    return fromWorkspace(await runInWorkspace({ ...call, workspace }, command, asRoot));
  },
});

const nameOf = (each: string) => each.slice(0, each.indexOf('='));
const valueOf = (each: string) => each.slice(each.indexOf('=') + 1);

/** A workspace has one user, and root where the policy allows it. */
function asRootIn({ id }: Workspace, user: string | undefined): boolean {
  if (user === undefined || /^1000(:1000)?$/.test(user)) return false;
  if (isRoot(user)) return true;
  throw new AppError('invalid_argument', `The workspace ${id} has no user ${user}.`, {
    hint: 'Leave out user.',
  });
}
