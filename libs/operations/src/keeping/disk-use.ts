import { AppError } from '@devbench/core';

const MIB = 1024 * 1024;

/** How much the files of each principal take, as of the last look. */
export interface DiskUse {
  note(byOwner: ReadonlyMap<string, number>): void;
  /** @throws AppError `quota_exceeded` for who has all that he may have */
  assertRoom(owner: string): void;
}

export function createDiskUse({
  diskPerPrincipalMb: mostMb,
}: {
  diskPerPrincipalMb: number;
}): DiskUse {
  let used: ReadonlyMap<string, number> = new Map();
  return {
    note: (byOwner) => void (used = byOwner),
    assertRoom(owner) {
      const mb = Math.ceil((used.get(owner) ?? 0) / MIB);
      if (mostMb === 0 || mb < mostMb) return;
      throw new AppError('quota_exceeded', `Your files have ${mb} of ${mostMb} MiB.`, {
        hint: 'Delete files or snapshots, or kill what you no longer need; what is free is seen within seconds.',
        data: { quota: 'disk_mb', limit: mostMb, used: mb },
      });
    },
  };
}
