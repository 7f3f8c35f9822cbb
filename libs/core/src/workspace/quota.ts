import { AppError } from '../errors/app-error.ts';

/** The most that one owner may have, whatever its state; undefined for no end. */
export interface Quota {
  readonly containers: number | undefined;
  /** Mebibytes, the sum of their limits. */
  readonly memoryMb: number | undefined;
}

interface Holdings {
  readonly containers: number;
  readonly memoryMb: number;
}

/**
 * Whether one more fits; to be asked where nobody can come between the answer and the new row.
 * @throws AppError `quota_exceeded`
 */
export function assertWithin(quota: Quota, held: Holdings, memoryMb: number): void {
  const { containers: most = Infinity, memoryMb: mostMb = Infinity } = quota;
  if (held.containers >= most) {
    throw new AppError('quota_exceeded', `You have ${held.containers} of ${most} containers.`, {
      data: { quota: 'containers', limit: most, used: held.containers },
    });
  }
  if (held.memoryMb + memoryMb > mostMb) {
    const message = `Your containers have ${held.memoryMb} of ${mostMb} MiB; ${memoryMb} more do not fit.`;
    throw new AppError('quota_exceeded', message, {
      hint: 'Ask for less memory_mb, or kill what you no longer need.',
      data: { quota: 'memory_mb', limit: mostMb, used: held.memoryMb },
    });
  }
}
