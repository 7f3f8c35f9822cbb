import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@devbench/core';
import { archiveStat } from './archive-stat.ts';
import type { Connection } from './connection.ts';
import { GUEST_FILE, GUEST_PATH } from './container-spec.ts';
import { isConflict } from './errors.ts';
import type { GuestAgent } from './guest-agent.ts';
import { GUEST } from './labels.ts';
import { removeStaleScratch, SCRATCH_PATH, withScratchContainer } from './scratch-container.ts';
import { tarOf } from './tar-entry.ts';

const EXECUTABLE = 0o755;
const TRIES = 600;
const BETWEEN_MS = 100;

/** Makes sure that the agent's volume exists, filled or not. */
export async function createGuestVolume({ docker, call }: Connection, { volume }: GuestAgent) {
  await call(() => docker.createVolume({ Name: volume, Labels: { [GUEST]: 'true' } }));
}

/**
 * Resolves once the created `container`, which mounts the agent's volume, has the whole agent. Fills the
 * volume when it has not, and answers whether it did; one server does it while the others wait, because a refill replaces the file.
 * Rejects with `guest_unavailable`.
 */
export async function fillGuestVolume(
  connection: Connection,
  agent: GuestAgent,
  { container, image }: { container: string; image: string },
): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await isWhole(connection, agent, container)) return tries > 0;
    try {
      await fill(connection, agent, { container, image });
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (tries % 10 === 9) await removeStaleScratch(connection);
      await sleep(BETWEEN_MS);
    }
  }
  throw new AppError('guest_unavailable', 'The agent could not be put on the engine.');
}

async function isWhole(
  connection: Connection,
  { content }: GuestAgent,
  container: string,
): Promise<boolean> {
  const stat = await archiveStat(connection, container, `${GUEST_PATH}/${GUEST_FILE}`);
  // The engine sets the mode after the last byte.
  return stat?.size === content.length && (stat.mode & EXECUTABLE) === EXECUTABLE;
}

async function fill(
  connection: Connection,
  agent: GuestAgent,
  { container, image }: { container: string; image: string },
): Promise<void> {
  const { volume, content } = agent;
  const name = volume.replace('guest', 'fill');
  await withScratchContainer(connection, { image, volume, name }, async (scratch) => {
    if (await isWhole(connection, agent, container)) return;
    const archive = await tarOf({ name: GUEST_FILE, mode: EXECUTABLE, uid: 0, gid: 0, content });
    await connection.call(() => scratch.putArchive(archive, { path: SCRATCH_PATH }));
  });
}
