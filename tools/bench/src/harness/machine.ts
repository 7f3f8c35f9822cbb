import { execFile } from 'node:child_process';
import { cpus, loadavg, release } from 'node:os';
import { promisify } from 'node:util';

import { docker } from '../engine/docker-cli.ts';
import type { Machine } from './result.ts';

const run = promisify(execFile);
const load = () => loadavg()[0] ?? 0;

/** What the figures depend on; called when the run has ended, with the load before it. */
export async function describeMachine(before: number): Promise<Machine> {
  const [engine = '', cli = ''] = (
    await docker(['version', '--format', '{{.Server.Version}} {{.Client.Version}}'])
  ).split(' ');
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    kernel: release(),
    node: process.versions.node,
    engine,
    cli,
    load: [before, load()],
  };
}

export const currentLoad = load;

/** With a mark when there are changes that nobody committed. */
export async function currentCommit(): Promise<string> {
  const args = ['describe', '--always', '--dirty', '--exclude', '*'];
  const options = { cwd: import.meta.dirname };
  return run('git', args, options).then(
    ({ stdout }) => stdout.trim(),
    () => 'unknown',
  );
}
