import { z } from 'zod';
import type { Connection } from './connection.ts';
import { engineMessage } from './errors.ts';

const NO_QUOTA = /quota/i;
const made = z.object({ Options: z.record(z.string(), z.string()).nullish() });

/**
 * Makes sure that the volume exists, with a limit where `diskMb` asks for one and the engine's storage can keep it.
 * Answers whether it is kept; one that was there before stays as it is.
 */
export async function createWorkspaceVolume(
  { docker, call }: Pick<Connection, 'docker' | 'call'>,
  volume: { name: string; labels: Record<string, string>; diskMb: number },
): Promise<{ limited: boolean }> {
  const { name: Name, labels: Labels, diskMb } = volume;
  const create = async (DriverOpts: Record<string, string>) => {
    const answer: unknown = await call(() => docker.createVolume({ Name, Labels, DriverOpts }));
    return { limited: made.parse(answer).Options?.size !== undefined };
  };
  if (diskMb === 0) return create({});
  try {
    return await create({ size: `${diskMb}m` });
  } catch (error) {
    const { cause } = error as Error;
    if (!NO_QUOTA.test(engineMessage(cause))) throw error;
    return create({});
  }
}
