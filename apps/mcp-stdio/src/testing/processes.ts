import { readdirSync, readFileSync } from 'node:fs';

import Docker from 'dockerode';

import type { Session } from './session.ts';

/** A number that no other process of this machine has in its arguments; `sleep` takes it for a long time. */
export const aMarker = () => String(31_000_000_000 + Math.floor(Math.random() * 1e9));

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
};

/** The processes of this machine with that text in their arguments, asked past server and engine. */
export function processesWith(text: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const all = pids.map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
  return all.filter((line) => line.includes(text));
}

export const residentBytes = (pid: number): number =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? Number.NaN);

const containerOf = async (containerId: string) => {
  const docker = new Docker();
  const filters = { label: [`com.mcp.container_id=${containerId}`] };
  const [found] = await docker.listContainers({ all: true, filters });
  if (!found) throw new Error(`There is no container of ${containerId}.`);
  return docker.getContainer(found.Id);
};

/** The agent's process id on this machine. */
export async function agentPid(containerId: string): Promise<number> {
  return (await (await containerOf(containerId)).inspect()).State.Pid;
}

const AGENT = '/.devbench/guest';

/** What runs in a workspace besides its agent and the agent's forks. */
export async function commandsIn(containerId: string): Promise<readonly string[]> {
  const { Processes } = (await (await containerOf(containerId)).top()) as { Processes: string[][] };
  return Processes.filter((columns) => columns.at(-1) !== AGENT).map((columns) =>
    columns.join(' '),
  );
}

/** SIGKILL to all that runs in it; resolves when it has ended. */
export async function killContainer(containerId: string): Promise<void> {
  const container = await containerOf(containerId);
  const ended = container.wait() as Promise<unknown>;
  await container.kill({ signal: 'SIGKILL' });
  await ended;
}

/** Removes a container past the server, as another user of the engine would. */
export async function removeBehind(containerId: string): Promise<void> {
  await (await containerOf(containerId)).remove({ force: true, v: true });
}

/** SIGKILL; resolves when the process is gone. */
export async function killServer(session: Session): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    session.client.onclose = resolve;
  });
  process.kill(session.pid, 'SIGKILL');
  await gone;
}
