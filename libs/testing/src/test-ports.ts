import type { Ids, Ports } from '@devbench/core';

import { LenientPolicy } from './lenient-policy.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryArchives } from './memory/archives.ts';
import { MemoryAttachments } from './memory/attachments.ts';
import { MemoryAuditLog } from './memory/audit-log.ts';
import { MemoryExecs } from './memory/execs.ts';
import { MemoryFiles } from './memory/files.ts';
import { MemoryHost } from './memory/host.ts';
import { MemoryKeys } from './memory/keys.ts';
import { MemoryLinks } from './memory/links.ts';
import { MemoryMeter } from './memory/meter.ts';
import { MemoryOutputs } from './memory/outputs.ts';
import { MemoryServers } from './memory/servers.ts';
import { MemorySnapshots } from './memory/snapshots.ts';
import { MemorySpares } from './memory/spares.ts';
import { MemoryTransfers } from './memory/transfers.ts';
import { MemoryUpkeep } from './memory/upkeep.ts';
import { MemoryWorkspaces } from './memory/workspaces.ts';
import { RecordingAudit, RecordingObserver } from './recorders.ts';
import { ScriptedCommands } from './simulated/scripted-commands.ts';
import { SimulatedCopies } from './simulated/simulated-copies.ts';
import { SimulatedEngine } from './simulated/simulated-engine.ts';
import { SimulatedUpkeep } from './simulated/simulated-upkeep.ts';

export type TestPorts = ReturnType<typeof testPorts>;

/** Everything from outside, in memory. */
export function testPorts() {
  const clock = new ManualClock();
  const engine = new SimulatedEngine();
  const workspaces = new MemoryWorkspaces();
  const audit = new RecordingAudit();
  return {
    clock,
    ids: countingIds(),
    workspaces,
    snapshots: new MemorySnapshots(),
    spares: new MemorySpares(workspaces),
    attachments: new MemoryAttachments(),
    execs: new MemoryExecs(),
    keys: new MemoryKeys(),
    servers: new MemoryServers('s_1'),
    engine,
    copies: new SimulatedCopies(engine),
    engineUpkeep: new SimulatedUpkeep(engine),
    stateUpkeep: new MemoryUpkeep(),
    commands: new ScriptedCommands(clock),
    files: new MemoryFiles(),
    host: new MemoryHost(),
    transfers: new MemoryTransfers(),
    archives: new MemoryArchives(),
    links: new MemoryLinks(clock),
    outputs: new MemoryOutputs(),
    policy: new LenientPolicy(),
    audit,
    auditLog: new MemoryAuditLog(audit),
    meter: new MemoryMeter(),
    logControl: { level: 'info' },
    observer: new RecordingObserver(),
  } satisfies Ports;
}

/** Another server on the same engine and state. */
export const besides = (ports: TestPorts, self: string): TestPorts => ({
  ...ports,
  servers: new MemoryServers(self, ports.servers.all),
});

function countingIds(): Ids {
  let last = 0;
  return {
    next(prefix) {
      last += 1;
      return `${prefix}_${String(last).padStart(4, '0')}`;
    },
  };
}
