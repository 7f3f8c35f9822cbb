import { AppError } from '@devbench/core';

/** Bytes of stdin that the agent takes without having passed any on. */
export const STDIN_WINDOW = 262_144;
const CHUNK = 65_536;

type Send = (data: Uint8Array, eof: boolean) => void;
interface WriteOptions {
  readonly eof: boolean;
  readonly signal: AbortSignal;
}

/**
 * Passes stdin on as far as the agent's credit goes, one write after the other. Keeps what the agent may
 * not have received (at most the window), so that a new session repeats exactly what was lost.
 */
export function createStdinGate(send: Send, alreadyReceived = 0) {
  let sent = alreadyReceived;
  let credit = alreadyReceived === 0 ? STDIN_WINDOW : alreadyReceived;
  let eofSent = false;
  let closed: (() => AppError) | undefined;
  let tail: Uint8Array = new Uint8Array();
  let turn: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | undefined;

  const news = () => {
    wake?.();
    wake = undefined;
  };

  const pass = (data: Uint8Array, eof: boolean) => {
    sent += data.length;
    eofSent ||= eof;
    const passedOn = Math.max(0, credit - STDIN_WINDOW);
    const kept = Buffer.concat([tail, data]);
    tail = kept.subarray(Math.max(0, kept.length - Math.max(0, sent - passedOn)));
    send(data, eof);
  };

  const writeAll = async (data: Uint8Array, { eof, signal }: WriteOptions): Promise<void> => {
    for (let at = 0; at < data.length || (eof && !eofSent);) {
      if (closed !== undefined) throw closed();
      if (signal.aborted) throw new AppError('call_cancelled', 'The input is not wanted any more.');
      if (eofSent) throw new AppError('exec_not_running', 'The input of the command is closed.');
      const room = Math.min(CHUNK, credit - sent, data.length - at);
      if (room <= 0 && at < data.length) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      at += room;
      pass(data.subarray(at - room, at), eof && at === data.length);
    }
  };

  return {
    /** Rejects with `exec_not_running`, `call_cancelled`, or as the gate was closed. */
    write(data: Uint8Array, options: WriteOptions): Promise<void> {
      const mine = turn.then(() => {
        options.signal.addEventListener('abort', news);
        return writeAll(data, options).finally(() => {
          options.signal.removeEventListener('abort', news);
        });
      });
      turn = mine.catch(() => undefined);
      return mine;
    },

    onCredit(total: number): void {
      credit = Math.max(credit, total);
      news();
    },

    /** A new session is open and the agent has received so many bytes: the rest is sent again. */
    rejoin(received: number): void {
      const lost = tail.subarray(tail.length - Math.min(Math.max(0, sent - received), tail.length));
      for (let at = 0; at < lost.length; at += CHUNK) send(lost.subarray(at, at + CHUNK), false);
      if (eofSent) send(new Uint8Array(), true);
    },

    /** What is written from now on fails with what `why` makes. */
    close(why: () => AppError): void {
      closed ??= why;
      news();
    },
  };
}
