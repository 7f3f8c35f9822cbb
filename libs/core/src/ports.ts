import type { AuditLog, AuditTrail } from './audit/ports.ts';
import type { CallObserver } from './call-record.ts';
import type { Clock } from './clock.ts';
import type { ExecEngine, ExecRepository, OutputStore } from './exec/ports.ts';
import type { Archives } from './files/archives.ts';
import type { Links } from './files/links.ts';
import type { FileEngine } from './files/ports.ts';
import type { Transfers } from './files/transfers.ts';
import type { HostContainers } from './host/host-containers.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { Ids } from './ids.ts';
import type { LogControl } from './log-control.ts';
import type { EngineUpkeep } from './maintenance/engine-upkeep.ts';
import type { StateUpkeep } from './maintenance/state-upkeep.ts';
import type { Meter } from './metrics/gauges.ts';
import type { Policy } from './policy.ts';
import type { ServerRegistry } from './servers.ts';
import type { SnapshotEngine, SnapshotRepository, SpareVolumes } from './snapshot/ports.ts';
import type { Tracer } from './tracer.ts';
import type { AttachmentRepository } from './workspace/attachments.ts';
import type { WorkspaceEngine, WorkspaceRepository } from './workspace/ports.ts';

/** Everything that the operations need from outside. */
export interface Ports {
  readonly workspaces: WorkspaceRepository;
  readonly attachments: AttachmentRepository;
  readonly execs: ExecRepository;
  readonly snapshots: SnapshotRepository;
  readonly spares: SpareVolumes;
  readonly keys: IdempotencyKeys;
  readonly servers: ServerRegistry;
  readonly engine: WorkspaceEngine;
  readonly copies: SnapshotEngine;
  readonly engineUpkeep: EngineUpkeep;
  readonly stateUpkeep: StateUpkeep;
  readonly commands: ExecEngine;
  readonly files: FileEngine;
  readonly host: HostContainers;
  readonly transfers: Transfers;
  readonly archives: Archives;
  readonly links: Links;
  readonly outputs: OutputStore;
  readonly policy: Policy;
  readonly audit: AuditTrail;
  readonly auditLog: AuditLog;
  readonly observer: CallObserver;
  readonly meter: Meter;
  /** Only where calls are traced. */
  readonly tracer?: Tracer | undefined;
  readonly logControl: LogControl;
  readonly clock: Clock;
  readonly ids: Ids;
}
