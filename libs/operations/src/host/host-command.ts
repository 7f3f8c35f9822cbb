import type { ExecEnd } from '@devbench/core';

import type { HeadTail } from '../exec/head-tail.ts';

export interface HostCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly user: string | undefined;
  readonly stdin: string | undefined;
  readonly tty: boolean;
  readonly timeoutS: number | undefined;
  readonly maxBytes: number;
  readonly chunkBytes: number | undefined;
}

export interface HostResult {
  readonly stdout: HeadTail;
  readonly stderr: HeadTail;
  /** Undefined when it runs still, as nothing could end it. */
  readonly end: ExecEnd | undefined;
  /** At its timeout: whether it could be ended. */
  readonly killed: boolean | undefined;
  readonly durationMs: number;
}
