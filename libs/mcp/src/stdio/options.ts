import type { Principal } from '@devbench/core';

import type { McpServerOptions } from '../server.ts';

/** What the servers of both eras of the protocol need to know. */
export interface EraOptions extends Omit<McpServerOptions, 'urlOf'> {
  readonly principal: Principal;
  /** Told about input that is no message; it is never answered on stdout. */
  readonly onProblem?: (problem: Error) => void;
}
