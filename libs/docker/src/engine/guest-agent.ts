import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '@devbench/core';
import type { DockerConfig, GuestArch } from '../config.ts';

/** The agent's program and the volume that holds exactly it. */
export interface GuestAgent {
  readonly volume: string;
  readonly content: Buffer;
}

/** Reads each agent once. Rejects with `guest_unavailable` when it is not built. */
export function createGuestAgents({ guestBinary }: Pick<DockerConfig, 'guestBinary'>) {
  const agents = new Map<GuestArch, Promise<GuestAgent>>();
  return (arch: GuestArch): Promise<GuestAgent> => {
    const known = agents.get(arch);
    if (known !== undefined) return known;
    const loading = loadAgent(arch, guestBinary(arch));
    agents.set(arch, loading);
    loading.catch(() => agents.delete(arch));
    return loading;
  };
}

async function loadAgent(arch: GuestArch, path: string): Promise<GuestAgent> {
  const content = await readFile(path).catch((cause: unknown) => {
    throw new AppError('guest_unavailable', `The agent for ${arch} is not built.`, {
      cause,
      hint: 'Run "npm run setup".',
    });
  });
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return { volume: `devbench-guest-${digest}-${arch}`, content };
}
