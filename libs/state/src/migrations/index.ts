import type { Migration } from 'kysely/migration';

import { containers } from './0001-containers.ts';
import { execs } from './0002-execs.ts';
import { idempotencyKeys } from './0003-idempotency-keys.ts';
import { servers } from './0004-servers.ts';
import { attachments } from './0005-attachments.ts';
import { audit } from './0006-audit.ts';
import { outputs } from './0007-outputs.ts';
import { shells } from './0008-shells.ts';
import { warmPool } from './0009-warm-pool.ts';
import { upkeep } from './0010-upkeep.ts';
import { snapshots } from './0011-snapshots.ts';
import { linkKeys } from './0012-link-keys.ts';

/** In the order of their names. One that was released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-containers': containers,
  '0002-execs': execs,
  '0003-idempotency-keys': idempotencyKeys,
  '0004-servers': servers,
  '0005-attachments': attachments,
  '0006-audit': audit,
  '0007-outputs': outputs,
  '0008-shells': shells,
  '0009-warm-pool': warmPool,
  '0010-upkeep': upkeep,
  '0011-snapshots': snapshots,
  '0012-link-keys': linkKeys,
};
