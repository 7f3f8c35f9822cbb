import { join } from 'node:path';

import { connectStdio, type StdioServer } from '../harness/stdio-client.ts';

const SERVER = join(import.meta.dirname, 'server.ts');

/** The naive server as a process of its own, driven by the client that drives ours. */
export function naiveOverStdio(): Promise<StdioServer> {
  const env = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return connectStdio([SERVER], Object.fromEntries(env));
}
