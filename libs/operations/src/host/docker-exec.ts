import { type CallOn, declare } from '../operation.ts';
import { type BeginCall, judgeCommand } from '../exec/begin-command.ts';
import { ANSWER_MS } from '../exec/run-command.ts';
import { runToEnd, withDefaults } from '../exec/run-to-end.ts';
import { hostExecInput, longestMs, nameOf, toHostCommand } from './exec-input.ts';
import { inWorkspace } from './in-workspace.ts';
import { fromHost, fromWorkspace, hostExecShape, renderHostExec } from './host-result.ts';
import { planInHost, runInHost, type RunInHostCall } from './run-in-host.ts';
import { findVisible, type HostCall } from './visible.ts';

type ExecCall = HostCall &
  RunInHostCall &
  Omit<BeginCall, 'workspace'> &
  CallOn<'none', 'jobs' | 'config'>;

export const dockerExec = declare({
  name: 'docker_exec',
  toolset: 'docker',
  target: 'none',
  summary:
    'Run a command in a container that you may use, and wait for it. A non-zero exit code is a ' +
    'normal result. At the timeout it is ended with all its processes, if the container has a shell.',
  effect: 'execute',
  rate: 'commands',
  input: hostExecInput,
  aliases: { workdir: 'cwd' },
  output: hostExecShape,
  audit: ({ id, cmd, user = null, env }) => ({
    id,
    argv: cmd.slice(0, 64),
    user,
    env: env.map(nameOf),
  }),
  deadlineMs: (input) => longestMs(input) + ANSWER_MS,
  render: renderHostExec,
  async judge(call: HostCall & CallOn<'none', 'config'>, input) {
    const { container, workspace } = await findVisible(call, input.id);
    const command = toHostCommand(input, call.config);
    if (!workspace) planInHost(call, container, command);
    else judgeCommand(call, withDefaults(inWorkspace(workspace, command)));
  },
  async run(call: ExecCall, input) {
    const { container, workspace } = await findVisible(call, input.id);
    call.about(workspace?.id ?? container.engineId);
    const command = toHostCommand(input, call.config);
    if (!workspace) return fromHost(await runInHost(call, container, command), command.maxBytes);
    const inside = inWorkspace(workspace, command);
    return fromWorkspace(await runToEnd({ ...call, workspace }, inside, command));
  },
});
