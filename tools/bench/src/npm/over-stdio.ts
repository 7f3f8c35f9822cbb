import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { inherited } from '../harness/inherited.ts';
import { connectStdio, type StdioServer } from '../harness/stdio-client.ts';
import type { Peer } from './peer.ts';

const run = promisify(execFile);

/** Brings a peer from npm into a folder that goes away; the function that it returns starts it, for a container. */
export async function installPeer({ name, version, env }: Peer, folder: string) {
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  await run('npm', ['install', ...quietly, '--prefix', folder, `${name}@${version}`]);
  const program = join(folder, 'node_modules', name, 'dist/index.js');
  return (container: string): Promise<StdioServer> =>
    connectStdio([program], { ...inherited(), ...env(container) });
}
