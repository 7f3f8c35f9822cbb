import type { Caller } from '@devbench/core';

/** The one way to call an operation, for edges and for hosts that embed the kernel. */
export interface OperationClient {
  /**
   * Runs `name` through the pipeline.
   * @throws AppError, and nothing else.
   */
  call(name: string, caller: Caller, input: unknown): Promise<Record<string, unknown>>;
}
