import type {
  AttachmentRepository,
  AuditStore,
  ExecRepository,
  IdempotencyKeys,
  LinkKeys,
  OutputShelf,
  Part,
  ServerRegistry,
  SnapshotRepository,
  SpareVolumes,
  StateUpkeep,
  WorkspaceRepository,
} from '@devbench/core';

import { createJournal, leftJournals } from './audit/journal.ts';
import { createRecords } from './audit/records.ts';
import { createAuditStore } from './audit/store.ts';
import type { StateConfig } from './config.ts';
import { createDatabase } from './database.ts';
import { createExecRepository } from './exec/repository.ts';
import { createIdempotencyKeys } from './idempotency/keys.ts';
import { createLinkKeys } from './links/keys.ts';
import { migrate } from './migrate.ts';
import { createOutputShelf } from './outputs/shelf.ts';
import { createServerRegistry } from './servers/registry.ts';
import { createSnapshotRepository } from './snapshot/repository.ts';
import { createSpareVolumes } from './snapshot/spares.ts';
import { createStateUpkeep } from './upkeep/state-upkeep.ts';
import { createAttachmentRepository } from './workspace/attachments.ts';
import { createWorkspaceRepository } from './workspace/repository.ts';
import { createTouches } from './workspace/touches.ts';

export interface State extends Required<Part> {
  readonly workspaces: WorkspaceRepository;
  readonly attachments: AttachmentRepository;
  readonly execs: ExecRepository;
  readonly snapshots: SnapshotRepository;
  readonly spares: SpareVolumes;
  readonly keys: IdempotencyKeys;
  readonly linkKeys: LinkKeys;
  readonly servers: ServerRegistry;
  readonly auditStore: AuditStore;
  readonly outputShelf: OutputShelf;
  readonly upkeep: StateUpkeep;
}

/**
 * The repositories on one SQLite file, which several servers may share. `start` opens and migrates it and
 * announces this server; `stop` writes what is late, leaves, and closes it.
 * Every method, `start` included, rejects with `state_unavailable` when the file cannot be used.
 */
export function createState(config: StateConfig): State {
  const database = createDatabase(config);
  const touches = createTouches(database);
  const servers = createServerRegistry(database, config);
  const journal = createJournal(config.file, servers.self);
  const records = createRecords(database, journal);
  return {
    workspaces: createWorkspaceRepository(database, touches),
    attachments: createAttachmentRepository(database),
    execs: createExecRepository(database),
    snapshots: createSnapshotRepository(database),
    spares: createSpareVolumes(database),
    keys: createIdempotencyKeys(database, servers),
    linkKeys: createLinkKeys(database),
    servers,
    auditStore: createAuditStore(database, records),
    outputShelf: createOutputShelf(database),
    upkeep: createStateUpkeep(database, servers),
    async start() {
      await database.open();
      try {
        await migrate(database);
        // A claim of a server that nobody has heard of would look abandoned.
        await servers.heartbeat(new Date());
        const alive = await servers.alive(new Date());
        for (const left of leftJournals(config.file, alive)) await records.adopt(left);
      } catch (error) {
        database.close();
        throw error;
      }
    },
    async stop() {
      if (!database.isOpen()) return;
      try {
        await touches.flush();
        await records.flush();
        journal.close();
        await servers.leave();
      } finally {
        database.close();
      }
    },
  };
}
