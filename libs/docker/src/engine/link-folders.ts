import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { hostname, release, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { WorkspaceId } from '@devbench/core';
import type Dockerode from 'dockerode';
import type { DockerConfig } from '../config.ts';
import type { LinkPlace } from '../guest/link/take-link.ts';
import type { Connection } from './connection.ts';
import type { EngineAbilities } from './enforced.ts';

/** Where a workspace has its folder of sockets. */
export const LINK_PATH = '/.devbench-link';
/** A workspace connects to a socket whose name it is told. */
const MODE = 0o711;
/** The path of a socket has at most 107 bytes (unix(7)), and the names of ours 17 with their slash. */
const LONGEST = 90;
/** A new folder is older than its container by less. */
const YOUNG_MS = 600_000;

type Container = Pick<Dockerode.ContainerInspectInfo, 'Mounts'>;

/** The folders in which agents find the sockets of servers on their own machine, one for each workspace. */
export interface LinkFolders {
  /** Makes that of a new workspace; undefined where the engine is on another machine, or refuses it. */
  mount(id: WorkspaceId, able: EngineAbilities): Promise<Dockerode.MountSettings | undefined>;
  /** The engine takes containers without them only. */
  refused(): void;
  /** What a container mounts, maybe made by another server. */
  of(container: Container): string | undefined;
  /** The same, made anew if it has gone: without it the container would not start. */
  restored(container: Container): Promise<string | undefined>;
  remove(id: WorkspaceId): Promise<void>;
  /** Removes what is left of workspaces that are no more. */
  keepOnly(ids: ReadonlySet<string>): Promise<void>;
}

export function createLinkFolders({ host, linkFolder }: DockerConfig): LinkFolders {
  const local = host.startsWith('unix:');
  const parent = local ? linkFolder : undefined;
  let refused = false;

  const of = ({ Mounts }: Container): string | undefined =>
    local ? Mounts.find(({ Destination }) => Destination === LINK_PATH)?.Source : undefined;

  return {
    async mount(id, able) {
      if (parent === undefined || refused || !isHere(able)) return undefined;
      const folder = join(parent, id);
      if (Buffer.byteLength(folder) > LONGEST || !(await made(folder))) return undefined;
      return { Type: 'bind', Source: folder, Target: LINK_PATH, ReadOnly: true };
    },
    refused: () => void (refused = true),
    of,
    async restored(container) {
      const folder = of(container);
      if (folder !== undefined) await made(folder);
      return folder;
    },
    async remove(id) {
      if (parent !== undefined) await rm(join(parent, id), { recursive: true, force: true });
    },
    async keepOnly(ids) {
      if (parent === undefined) return;
      const before = Date.now() - YOUNG_MS;
      for (const name of await readdir(parent).catch(() => [])) {
        if (ids.has(name) || !/^c_\w+$/.test(name)) continue;
        const found = await lstat(join(parent, name)).catch(() => undefined);
        if (found !== undefined && found.mtimeMs < before) {
          await rm(join(parent, name), { recursive: true, force: true });
        }
      }
    },
  };
}

/** For a session with a container that mounts the folder. */
export const linkPlace = (
  { followTraffic }: Connection,
  folder: string | undefined,
): LinkPlace | undefined => (folder === undefined ? undefined : { folder, opened: followTraffic });

/** With user namespaces the engine may not enter a folder that is closed to others. */
const isHere = ({ Name, KernelVersion, SecurityOptions = [] }: EngineAbilities): boolean =>
  Name === hostname() &&
  KernelVersion === release() &&
  !SecurityOptions.some((option) => option.includes('name=userns'));

/** Whether the folder is there, in one that nobody else of this machine may enter. */
async function made(folder: string): Promise<boolean> {
  const parent = dirname(folder);
  try {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    const found = await lstat(parent);
    if (!found.isDirectory() || found.uid !== userInfo().uid) return false;
    await chmod(parent, 0o700);
    await mkdir(folder, { recursive: true });
    await chmod(folder, MODE);
    return true;
  } catch {
    return false;
  }
}
