import {
  AppError,
  type ErrorCode,
  type ExecId,
  type ExecSpec,
  type RunningExec,
  type Workspace,
} from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import { decodeSpawned, encodeRun, encodeSpawn } from '../guest/messages/commands.ts';
import { type FaultCode, GuestFault } from '../guest/messages/fault.ts';
import { TYPE } from '../guest/messages/types.ts';
import { mayContinue, SessionLost } from '../guest/session-end.ts';
import type { Session } from '../guest/session.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import type { GuestCommands } from './guest-commands.ts';
import { createGuestExec } from './guest-exec.ts';
import { follow } from './follow.ts';

const MAX_REPLY = 64;
/** For what comes between the commands of a shell. */
const SHELL_WINDOW_BYTES = 65_536;

/**
 * Starts a command once. When the connection is lost before the answer, the next hello tells whether
 * the command exists; it is then followed from its first record.
 */
export async function spawn(
  parts: GuestCommands,
  workspace: Workspace,
  id: ExecId,
  spec: ExecSpec,
): Promise<RunningExec> {
  const session = await parts.channels.of(workspace).session();
  try {
    return await request(parts, session, workspace, id, spec);
  } catch (error) {
    if (error instanceof GuestFault) throw spawnError(error, spec);
    if (!(error instanceof SessionLost) || !mayContinue(error.end)) throw error;
  }
  const started = await follow(parts, workspace, id, 1);
  if (started !== undefined) return started;
  const next = await parts.channels.of(workspace).session();
  return request(parts, next, workspace, id, spec);
}

async function request(
  { channels, config }: GuestCommands,
  session: Session,
  workspace: Workspace,
  id: ExecId,
  spec: ExecSpec,
): Promise<RunningExec> {
  const creditBytes = config.outputCreditBytes;
  const timeoutMs = config.guestTimeoutMs;
  const [type, payload] = message(session, id, spec, config);
  const limits = { timeoutMs, maxReplyBytes: MAX_REPLY };
  // Its output may be in the same chunk as the answer, so it is listened to before anything else is read.
  return session.request(type, payload, limits, (payloads) => {
    const { handle, startedAt } = decodeSpawned(new PayloadReader(Buffer.concat(payloads)));
    const exec = createGuestExec({
      channels,
      workspace,
      id,
      handle,
      fromSeq: 1,
      startedAt,
      creditBytes,
      timeoutMs,
      stdinBytes: 0,
    });
    const state = { ackedSeq: 0, firstSeq: 1, nextSeq: 1, stdinBytes: 0, ended: false };
    session.execs.set(id, { handle, key: id, ...state });
    channels.of(workspace).follow(exec.follower);
    exec.listen(session);
    return exec.running;
  });
}

function message(
  session: Session,
  id: ExecId,
  spec: ExecSpec,
  { outputWindowBytes, outputCreditBytes: creditBytes }: DockerConfig,
): readonly [number, Buffer] {
  const window = { windowBytes: outputWindowBytes, creditBytes };
  if (spec.shell?.kind !== 'command') {
    const windowBytes = spec.shell ? SHELL_WINDOW_BYTES : outputWindowBytes;
    return [TYPE.SPAWN, encodeSpawn(id, spec, { windowBytes, creditBytes })];
  }
  const { of, script } = spec.shell;
  const shell = session.execs.get(of);
  if (shell === undefined) throw new AppError('exec_not_running', 'The shell has ended.');
  return [TYPE.RUN, encodeRun(shell.handle, id, script, spec, window)];
}

const REFUSALS: Partial<Record<FaultCode, readonly [ErrorCode, (cwd: string) => string]>> = {
  not_found: ['file_not_found', (cwd) => `The folder ${cwd} does not exist.`],
  not_a_directory: ['not_a_directory', (cwd) => `${cwd} is no folder.`],
  permission: ['permission_denied', (cwd) => `The folder ${cwd} may not be entered.`],
  unknown_exec: ['exec_not_running', () => 'The shell has ended.'],
  limit: ['queue_full', () => 'The workspace can take no more commands.'],
  invalid: ['invalid_argument', () => 'The command cannot be run as given.'],
  too_large: ['invalid_argument', () => 'Arguments and environment of the command are too long.'],
  name_too_long: ['invalid_argument', (cwd) => `A name in ${cwd} is too long.`],
};

function spawnError(fault: GuestFault, { cwd, shell }: ExecSpec): AppError {
  if (shell?.kind === 'itself' && fault.code === 'not_found') {
    const hint = 'Run programs with cmd and without shell, or use an image with bash or sh.';
    return new AppError('file_not_found', 'The image has no shell.', { hint, cause: fault });
  }
  const [code, say] = REFUSALS[fault.code] ?? [];
  const message = say?.(cwd) ?? 'The command could not be started.';
  return new AppError(code ?? 'guest_unavailable', message, { cause: fault });
}
