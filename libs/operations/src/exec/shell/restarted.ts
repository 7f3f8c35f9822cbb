import { z } from 'zod';

/** Told with a command that got a new shell in place of one that had ended. */
export const restartedShape = { shell_restarted: z.boolean().optional() };

export const restartedLine = (restarted: boolean | undefined) =>
  restarted ? 'The shell had ended; this is a new one.' : undefined;
