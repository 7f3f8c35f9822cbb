import { auditQuery } from './audit/audit-query.ts';
import { execCancel } from './exec/exec-cancel.ts';
import { execPoll } from './exec/exec-poll.ts';
import { execResize } from './exec/exec-resize.ts';
import { execRun } from './exec/exec-run.ts';
import { execSignal } from './exec/exec-signal.ts';
import { execStart } from './exec/exec-start.ts';
import { execWrite } from './exec/exec-write.ts';
import { listExecs } from './exec/list-execs.ts';
import { fsBatch } from './files/fs-batch.ts';
import { fsDelete } from './files/fs-delete.ts';
import { fsDiff } from './files/fs-diff.ts';
import { fsEdit } from './files/fs-edit.ts';
import { fsExport } from './files/fs-export.ts';
import { fsImport } from './files/fs-import.ts';
import { fsLink } from './files/fs-link.ts';
import { fsList } from './files/fs-list.ts';
import { fsRead } from './files/fs-read.ts';
import { fsSearch } from './files/fs-search.ts';
import { fsStat } from './files/fs-stat.ts';
import { fsWrite } from './files/fs-write.ts';
import { cancelAnyExec } from './maintenance/any/cancel-any-exec.ts';
import { killAnyContainer } from './maintenance/any/kill-any-container.ts';
import { stopAnyContainer } from './maintenance/any/stop-any-container.ts';
import { garbageCollect } from './maintenance/gc/garbage-collect.ts';
import { listAllContainers } from './maintenance/list-all-containers.ts';
import { reconcile } from './maintenance/reconcile/reconcile.ts';
import { metrics } from './metrics/metrics.ts';
import type { Operation } from './operation.ts';
import { fork } from './snapshot/fork.ts';
import { snapshotCreate } from './snapshot/snapshot-create.ts';
import { snapshotDelete } from './snapshot/snapshot-delete.ts';
import { snapshotList } from './snapshot/snapshot-list.ts';
import { snapshotRestore } from './snapshot/snapshot-restore.ts';
import { policyCheck } from './policy/policy-check.ts';
import { dockerExec } from './host/docker-exec.ts';
import { dockerInspect } from './host/docker-inspect.ts';
import { dockerLogs } from './host/docker-logs.ts';
import { dockerPs } from './host/docker-ps.ts';
import { addDependencies } from './sandbox/add-dependencies.ts';
import { checkEngine } from './sandbox/check-engine.ts';
import { cleanupContainer } from './sandbox/cleanup-container.ts';
import { createContainer } from './sandbox/create-container.ts';
import { executeCode } from './sandbox/execute-code.ts';
import { executePythonScript } from './sandbox/execute-python-script.ts';
import { health } from './system/health.ts';
import { setLogLevel } from './system/set-log-level.ts';
import { systemStatus } from './system/system-status.ts';
import { attach } from './workspace/attach.ts';
import { containerStats } from './workspace/container-stats.ts';
import { detach } from './workspace/detach.ts';
import { imagePull } from './workspace/image-pull.ts';
import { kill } from './workspace/kill.ts';
import { listContainers } from './workspace/list-containers.ts';
import { spawn } from './workspace/spawn.ts';
import { start } from './workspace/start.ts';
import { stop } from './workspace/stop.ts';

/** Every operation, in the order in which callers see them. */
export const operations: readonly Operation[] = [
  spawn,
  attach,
  detach,
  start,
  stop,
  kill,
  listContainers,
  containerStats,
  snapshotCreate,
  snapshotList,
  snapshotRestore,
  snapshotDelete,
  fork,
  execRun,
  execStart,
  execPoll,
  execWrite,
  execResize,
  execSignal,
  execCancel,
  listExecs,
  fsRead,
  fsWrite,
  fsEdit,
  fsDelete,
  fsStat,
  fsList,
  fsSearch,
  fsDiff,
  fsBatch,
  fsExport,
  fsImport,
  fsLink,
  policyCheck,
  checkEngine,
  createContainer,
  executeCode,
  executePythonScript,
  addDependencies,
  cleanupContainer,
  dockerExec,
  dockerPs,
  dockerInspect,
  dockerLogs,
  health,
  systemStatus,
  reconcile,
  garbageCollect,
  listAllContainers,
  imagePull,
  auditQuery,
  metrics,
  setLogLevel,
  stopAnyContainer,
  killAnyContainer,
  cancelAnyExec,
];
