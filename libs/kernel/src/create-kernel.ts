import { dirname } from 'node:path';

import { createAuditTrail } from '@devbench/audit';
import type {
  AuditTrail,
  Clock,
  Ids,
  OutputStore,
  Part,
  Policy,
  StateUpkeep,
  Tracer,
} from '@devbench/core';
import { createDocker, type Docker } from '@devbench/docker';
import { checkHealth, createOperations, type HostClient } from '@devbench/operations';
import { createLinks, createPolicy } from '@devbench/policy';
import { createState, type State } from '@devbench/state';
import { createArchives, createOutputs, createTransfers } from '@devbench/streaming';
import { createTelemetry, type Telemetry } from '@devbench/telemetry';

import type { KernelConfig } from './config.ts';
import { createLifecycle } from './lifecycle.ts';
import { createDataFolder } from './parts/data-folder.ts';
import { createHeartbeat } from './parts/heartbeat.ts';
import { createLifeRecord } from './parts/life-record.ts';
import { randomIds } from './parts/random-ids.ts';
import { systemClock } from './parts/system-clock.ts';

/** What a host may replace. A part that is given is started and stopped like any other. */
export interface Parts {
  readonly state: State;
  readonly docker: Docker;
  readonly outputs: OutputStore & Part;
  readonly policy: Policy;
  readonly audit: AuditTrail;
  readonly telemetry: Telemetry;
  /** The host's own; what the settings say of traces has no effect then. */
  readonly tracer: Tracer;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Kernel extends Required<Part> {
  readonly operations: HostClient;
  readonly state: Pick<StateUpkeep, 'check' | 'backup'>;
  readonly engine: Pick<Docker, 'facts' | 'hasImage'>;
  readonly log: Telemetry['log'];
  readonly metrics: Pick<Telemetry['metrics'], 'text'>;
  /** For probes: no call of anybody, and so on no record. Never rejects. */
  health(): Promise<Awaited<ReturnType<typeof checkHealth>>['health']>;
}

/**
 * Builds the whole product. Touches no file, socket or signal until `start`, which needs a state but no
 * engine: while that is missing, calls say so.
 */
export function createKernel(config: KernelConfig, parts: Partial<Parts> = {}): Kernel {
  const life = createLifecycle();
  const clock = parts.clock ?? systemClock;
  const telemetry = life.add(parts.telemetry ?? createTelemetry(config.telemetry));
  const tracer = parts.tracer ?? telemetry.tracer;
  life.add(createDataFolder(dirname(config.state.file)));
  const state = life.add(parts.state ?? createState({ ...config.state, ...config.server }));
  const docker = life.add(
    parts.docker ?? createDocker(config.docker, telemetry.metrics.engine, tracer),
  );
  telemetry.metrics.traffic(docker.traffic);
  const outputs = life.add(
    parts.outputs ?? createOutputs({ ...config.outputs, clock, shelf: state.outputShelf }),
  );
  const transfers = life.add(createTransfers({ ...config.transfers, ...config.server }));
  const archives = life.add(createArchives({ ...config.archives, ...config.server, clock }));
  const audit = life.add<AuditTrail & Part>(
    parts.audit ??
      createAuditTrail(
        {
          store: state.auditStore,
          clock,
          onProblem: (error) =>
            telemetry.log.error('the audit file cannot be written', { error: String(error) }),
        },
        config.audit,
      ),
  );
  life.add(createHeartbeat(state.servers, clock, telemetry.log));
  const ids = parts.ids ?? randomIds;
  if (config.operations.background)
    life.add(createLifeRecord({ audit, clock, ids, servers: state.servers }));
  const { client } = life.add(
    createOperations(
      {
        workspaces: state.workspaces,
        attachments: state.attachments,
        execs: state.execs,
        snapshots: state.snapshots,
        spares: state.spares,
        keys: state.keys,
        servers: state.servers,
        engine: docker.engine,
        copies: docker.copies,
        engineUpkeep: docker.upkeep,
        stateUpkeep: state.upkeep,
        commands: docker.commands,
        files: docker.files,
        host: docker.host,
        outputs,
        transfers,
        archives,
        links: createLinks({ keys: state.linkKeys, clock }),
        policy: parts.policy ?? createPolicy(config.policy),
        audit,
        auditLog: state.auditStore,
        observer: telemetry.observer,
        meter: telemetry.metrics,
        tracer,
        logControl: telemetry.logControl,
        clock,
        ids,
      },
      config.operations,
    ),
  );
  return {
    operations: client,
    state: state.upkeep,
    engine: docker,
    log: telemetry.log,
    metrics: telemetry.metrics,
    async health() {
      const { engine } = docker;
      const { workspaces } = state;
      return (await checkHealth({ engine, workspaces, clock, config: config.operations })).health;
    },
    start: () => life.start(),
    async stop() {
      await life.stop().catch((error: unknown) => {
        const failures = error instanceof AggregateError ? error.errors : [error];
        for (const failure of failures)
          telemetry.log.error('stop failed', { error: String(failure) });
        throw error;
      });
    },
  };
}
