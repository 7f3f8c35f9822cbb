import { docker } from '../engine/docker-cli.ts';
import { readStat } from './process-stat.ts';

export interface GuestProcesses {
  /** PID 1 of the container, as the host counts. */
  readonly pid: number;
  readonly shim: number;
}

/** The host's view of a container; undefined when the engine runs on another machine. */
export async function guestOf(container: string): Promise<GuestProcesses | undefined> {
  const answer = await docker(['inspect', '--format', '{{.State.Pid}}', container]).catch(() => '');
  const pid = Number(answer);
  const stat = pid > 0 ? await readStat(pid) : undefined;
  const parent = stat && (await readStat(stat.parent));
  if (!stat || !parent?.name.startsWith('containerd-shim')) return undefined;
  return { pid, shim: stat.parent };
}
