import { readdir } from 'node:fs/promises';

import { guestOf } from './guest.ts';
import { shareMiB } from './memory.ts';
import { readStat } from './process-stat.ts';

const DAEMONS: ReadonlySet<string> = new Set(['dockerd', 'containerd']);

/** MiB of the engine's daemons on this machine and of what stands between them and a container. */
export async function engineMiB(container: string): Promise<number> {
  const guest = await guestOf(container);
  const pids = [...(await daemonPids()), ...(guest ? [guest.shim] : [])];
  if (!guest) throw new Error('the engine runs on another machine');
  return sumMiB(pids);
}

export async function sumMiB(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(pids.map(shareMiB));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

async function daemonPids(): Promise<readonly number[]> {
  const entries = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    entries.map(async (name) => ({ pid: Number(name), stat: await readStat(Number(name)) })),
  );
  return stats.flatMap(({ pid, stat }) => (stat && DAEMONS.has(stat.name) ? [pid] : []));
}
