import { AppError, type ExecId, type RunningExec, type Workspace } from '@devbench/core';
import type { Follower } from '../guest/channel.ts';
import type { Channels } from '../guest/channels.ts';
import {
  encodeCredit,
  encodeHandle,
  encodeResize,
  encodeSeq,
  encodeSignal,
  encodeStop,
  encodeSubscribe,
} from '../guest/messages/commands.ts';
import type { ExecState } from '../guest/messages/hello.ts';
import { decodeExit, decodeOutput } from '../guest/messages/output.ts';
import { TYPE } from '../guest/messages/types.ts';
import type { Session } from '../guest/session.ts';
import type { PayloadReader } from '../guest/wire/payload-reader.ts';
import { createControl } from './exec-control.ts';
import { createFollowedOutput } from './followed-output.ts';
import { createStdinGate } from './stdin-gate.ts';

/** Acknowledgements are gathered: each one costs as much as a record. */
const ACK_MS = 10;
/** So many records do not wait: the agent's window would be full before. */
const MOST_WAITING = 64;

interface GuestExecOptions {
  readonly channels: Channels;
  readonly workspace: Workspace;
  readonly id: ExecId;
  readonly handle: number;
  readonly fromSeq: number;
  readonly startedAt: Date;
  readonly creditBytes: number;
  readonly timeoutMs: number;
  /** Bytes of stdin that the agent has already. */
  readonly stdinBytes: number;
}

/** A command of the agent, followed over any number of sessions until its end was received. */
export function createGuestExec(options: GuestExecOptions) {
  const { channels, workspace, id, handle } = options;
  let session: Session | undefined;
  let safeSeq = 0;
  let sentSeq = 0;
  let ackTimer: NodeJS.Timeout | undefined;

  const send = (type: number, payload: Uint8Array, end?: boolean) =>
    session?.send(type, handle, payload, end);
  const output = createFollowedOutput(options.fromSeq, options.creditBytes, {
    grant: (bytes) => send(TYPE.CREDIT, encodeCredit(bytes)),
    subscribe: (from, credit) =>
      control.tell(session, TYPE.SUBSCRIBE, encodeSubscribe(handle, from, credit)),
  });
  const stdin = createStdinGate((data, eof) => send(TYPE.STDIN, data, eof), options.stdinBytes);
  const control = createControl(channels, workspace, options.timeoutMs);

  const onFrame = (type: number, payload: PayloadReader): void => {
    if (type === TYPE.OUTPUT) output.push(decodeOutput(payload));
    else if (type === TYPE.STDIN_CREDIT) stdin.onCredit(payload.u64());
    else if (type === TYPE.EXIT) {
      output.finish(decodeExit(payload));
      stdin.close(() => new AppError('exec_not_running', `Command ${id} has ended.`));
      session?.unlisten(handle);
      channels.of(workspace).unfollow(follower);
    }
  };

  const sendAck = (): void => {
    clearTimeout(ackTimer);
    ackTimer = undefined;
    sentSeq = safeSeq;
    send(TYPE.ACK, encodeSeq(safeSeq));
  };

  const listen = (to: Session): void => {
    session = to;
    to.listen(handle, onFrame);
  };

  const follower: Follower = {
    key: id,
    joined(to, state) {
      if (state?.handle !== handle) {
        follower.lost(new AppError('guest_unavailable', `The agent does not know command ${id}.`));
        return;
      }
      subscribe(to, state);
    },
    lost(error) {
      output.fail(error);
      stdin.close(() => error);
    },
  };

  const subscribe = (to: Session, { stdinBytes }: ExecState): void => {
    listen(to);
    output.resubscribe();
    if (safeSeq > 0) sendAck();
    stdin.rejoin(stdinBytes);
  };

  const running: RunningExec = {
    startedAt: options.startedAt,
    resumable: true,
    output: output.records,
    end: output.end,
    acknowledge(seq) {
      safeSeq = Math.max(safeSeq, seq);
      if (safeSeq - sentSeq >= MOST_WAITING) sendAck();
      else ackTimer ??= setTimeout(sendAck, ACK_MS).unref();
    },
    write: (data, how) => stdin.write(data, how),
    resize: (size) => control.mustRun(TYPE.RESIZE, encodeResize(handle, size)),
    signal: (signal) => control.wasRunning(TYPE.SIGNAL, encodeSignal(handle, signal)),
    stop: (reason, graceMs) => control.wasRunning(TYPE.STOP, encodeStop(handle, reason, graceMs)),
    forget() {
      // What is forgotten need not be acknowledged.
      clearTimeout(ackTimer);
      session?.execs.delete(id);
      control.forget(encodeHandle(handle));
    },
  };

  return { running, follower, listen, subscribe };
}
