import type { Progress } from '@devbench/core';

interface ProgressFrame extends Record<string, unknown> {
  progressToken: string | number;
  progress: number;
  total?: number;
  message?: string;
}

export interface ProgressSender {
  readonly send: (progress: Progress) => void;
  /** Nothing may follow the result. */
  readonly close: () => void;
}

/**
 * Sends progress as fast as the client takes it. While one is on its way only the newest waits, so a slow
 * client costs no memory; a closed connection is no failure.
 */
export function createProgressSender(
  progressToken: string | number,
  notify: (params: ProgressFrame) => Promise<void>,
): ProgressSender {
  let last = -1;
  let waiting: Progress | undefined;
  let busy = false;
  let closed = false;

  /** The protocol demands that the number grows; that of a new phase may start over. */
  const frame = ({ progress, total, message }: Progress): ProgressFrame => {
    const fits = progress > last;
    last = fits ? progress : last + 1;
    return {
      progressToken,
      progress: last,
      ...(fits && total !== undefined && { total }),
      message,
    };
  };
  const drain = async () => {
    busy = true;
    for (let next = waiting; next !== undefined && !closed; next = waiting) {
      waiting = undefined;
      await notify(frame(next)).catch(() => undefined);
    }
    busy = false;
  };

  return {
    send(progress) {
      waiting = progress;
      if (!busy && !closed) void drain();
    },
    close: () => void (closed = true),
  };
}
