import { join } from 'node:path';

import { inherited } from '../harness/inherited.ts';
import { connectStdio, type StdioServer } from '../harness/stdio-client.ts';

const SERVER = join(import.meta.dirname, 'server.ts');

/** The naive server as a process of its own, driven by the client that drives ours. */
export function naiveOverStdio(): Promise<StdioServer> {
  return connectStdio([SERVER], inherited());
}
