import type { Duplex } from 'node:stream';
import { AppError, type RunningExec } from '@devbench/core';

/** Writes to the stdin of a `docker exec`, as fast as the engine takes it. */
export function createPlainStdin(stream: Duplex, open: boolean, hasEnded: () => boolean) {
  const closed = () => new AppError('exec_not_running', 'The command takes no input.');
  let finished = !open;
  if (!open) stream.end();

  const write: RunningExec['write'] = async (data, { eof, signal }) => {
    if (finished || hasEnded()) throw closed();
    finished = eof;
    const room = data.length === 0 || stream.write(data);
    if (eof) stream.end();
    else if (!room) await drained(stream, signal);
  };
  return { write };
}

async function drained(stream: Duplex, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  stream.once('drain', resolve).once('close', resolve);
  signal.addEventListener('abort', resolve, { once: true });
  await promise;
  stream.off('drain', resolve).off('close', resolve);
  signal.removeEventListener('abort', resolve);
  if (signal.aborted) throw new AppError('call_cancelled', 'The input is not wanted any more.');
}
