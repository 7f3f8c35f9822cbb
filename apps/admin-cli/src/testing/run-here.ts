import { toAppError } from '@devbench/core';
import { vi } from 'vitest';

import { createProgram } from '../program.ts';

export interface Run {
  readonly stdout: string;
  /** The code of the error, if it failed. */
  readonly failed: string | undefined;
}

/** Runs a command line in this process, which costs no start. One at a time. */
export async function runHere(...argv: readonly string[]): Promise<Run> {
  const chunks: Buffer[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    chunks.push(Buffer.from(chunk));
    return true;
  });
  try {
    const error = await createProgram()
      .parseAsync(argv, { from: 'user' })
      .then(
        () => undefined,
        (thrown: unknown) => toAppError(thrown),
      );
    return { stdout: Buffer.concat(chunks).toString(), failed: error?.code };
  } finally {
    write.mockRestore();
  }
}
