import type { HostClient } from '@devbench/operations';

/** What the console needs of the operations. */
export type ConsoleClient = Pick<HostClient, 'call' | 'overview' | 'output'>;
