import { AppError } from '@devbench/core';

const OF_ONE_FILE = new Set<string>([
  'file_not_found',
  'permission_denied',
  'not_a_directory',
  'not_a_regular_file',
  'is_a_directory',
  'path_outside_workspace',
  'invalid_argument',
]);

/** What a search leaves out, to say so. */
export function createPassedOver() {
  const counts = { large: 0, binary: 0, closed: 0 };
  const closed = () => void (counts.closed += 1);
  return {
    large: () => void (counts.large += 1),
    binary: () => void (counts.binary += 1),
    closed,
    /** Throws again what is not about one file alone. */
    orThrow: (error: unknown): void => {
      if (!(error instanceof AppError) || !OF_ONE_FILE.has(error.code)) throw error;
      closed();
    },
    notes(): string[] {
      const { large, binary, closed } = counts;
      return [
        ...(binary > 0 ? [`${files(binary)} skipped: binary`] : []),
        ...(large > 0 ? [`${files(large)} skipped: over 4 MiB`] : []),
        ...(closed > 0 ? [`${files(closed)} skipped: not readable`] : []),
      ];
    },
  };
}

export type PassedOver = ReturnType<typeof createPassedOver>;

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);
