import { assertWithin, type Quota, type Workspace } from '@devbench/core';

import type { Statement } from '../database.ts';

const HELD = `SELECT count(*) AS containers, total(json_extract(limits_json, '$.memoryMb')) AS memoryMb
  FROM containers WHERE owner = ?`;

/**
 * Part of the transaction that gives a workspace to its owner.
 * @throws AppError `quota_exceeded`
 */
export function refuseBeyond(
  quota: Quota,
  { owner, limits }: Workspace,
  prepare: (sql: string) => Statement,
): void {
  const held = prepare(HELD).get(owner) as { containers: number; memoryMb: number };
  assertWithin(quota, held, limits.memoryMb);
}
