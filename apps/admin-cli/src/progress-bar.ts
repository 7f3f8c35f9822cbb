import type { Progress } from '@devbench/core';
import { SingleBar } from 'cli-progress';

import { harmless } from './print.ts';

/** Shows what takes long on a terminal, and nothing anywhere else. */
export function progressBar() {
  const format = '{bar} {percentage}% {message}';
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true });
  let begun = false;
  return {
    show: ({ progress, total = 0, message }: Progress): void => {
      if (!process.stderr.isTTY || total === 0) return;
      const shown = { message: harmless(message) };
      if (begun) bar.update(progress, shown);
      else bar.start(total, progress, shown);
      bar.setTotal(total);
      begun = true;
    },
    end: () => bar.stop(),
  };
}
