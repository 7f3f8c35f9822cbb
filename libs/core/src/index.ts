export type {
  AuditEntry,
  AuditFields,
  AuditFilter,
  AuditIntent,
  AuditLog,
  AuditOutcome,
  AuditStore,
  AuditTrail,
  AuditValue,
} from './audit/ports.ts';
export { OWN_ACTIONS, type OwnAction, type OwnFields } from './audit/own-actions.ts';
export type { Authenticator } from './caller/authenticator.ts';
export type { Branded } from './branded.ts';
export type {
  CallObserver,
  CallRecord,
  EngineObserver,
  EngineRecord,
  PoolRecord,
} from './call-record.ts';
export { LOG_LEVELS, type LogControl, type LogLevel } from './log-control.ts';
export type { Gauges, Meter, Traffic } from './metrics/gauges.ts';
export {
  type Caller,
  CallerLeft,
  type Principal,
  type Progress,
  type Scope,
} from './caller/caller.ts';
export type { Clock } from './clock.ts';
export { AppError, toAppError } from './errors/app-error.ts';
export { ERRORS, type ErrorCode, type ErrorKind, RETRYABLE } from './errors/codes.ts';
export { HTTP_STATUS } from './errors/http-status.ts';
export {
  type EndReason,
  type Exec,
  type ExecEnd,
  type ExecId,
  type ExecSpec,
  type ExecStatus,
  type ExecUsage,
  type OutputRecord,
  type OutputStream,
  type Signal,
  SIGNALS,
  type TerminalSize,
} from './exec/exec.ts';
export type {
  ExecEngine,
  ExecFilter,
  ExecRepository,
  OutputLog,
  OutputPage,
  OutputShelf,
  OutputStore,
  RunningExec,
  ShelvedOutput,
  ShelvedSize,
} from './exec/ports.ts';
export type { FileOperation, FileOperationResult, RelocateOptions } from './files/batch.ts';
export type { ETag, FileEntry, FileStat, FileType, WriteOptions } from './files/file.ts';
export type { FileEngine, FileWatch } from './files/ports.ts';
export type { SearchMatch, SearchQuery, SearchResult } from './files/search.ts';
export type { ArchiveSummary, ExportOptions, ImportOptions, Packed } from './files/archive.ts';
export type { Archives, KeptArchive } from './files/archives.ts';
export type { Grant, LinkKey, LinkKeys, Links } from './files/links.ts';
export type { Transfers } from './files/transfers.ts';
export { displayPath, parseWorkspacePath, type WorkspacePath } from './files/workspace-path.ts';
export {
  formatImageReference,
  type ImageReference,
  parseImageReference,
  repositoryOf,
  splitDomain,
} from './images/image-reference.ts';
export {
  HOST_OBJECTS,
  type HostContainer,
  type HostContainers,
  type HostExecSpec,
  type HostFilter,
  type HostObject,
  type HostPort,
  type LogChunk,
  type LogOptions,
} from './host/host-containers.ts';
export type { IdempotencyKeys, KeyClaim, KeyState } from './idempotency.ts';
export type { Ids } from './ids.ts';
export type { Part } from './lifecycle.ts';
export type {
  EngineNews,
  EngineUpkeep,
  FoundVolume,
  LeftBehind,
  Sight,
} from './maintenance/engine-upkeep.ts';
export type { Cutoffs, Expired, StateUpkeep } from './maintenance/state-upkeep.ts';
export type {
  ExecPlan,
  ExecRequest,
  HostExecRequest,
  Policy,
  SpawnPlan,
  SpawnRequest,
} from './policy.ts';
export type { Ports } from './ports.ts';
export type { ServerRegistry } from './servers.ts';
export type { SpanFacts, SpanStart, Tracer } from './tracer.ts';
export type {
  Copied,
  CopyOptions,
  SnapshotChange,
  SnapshotEngine,
  SnapshotFilter,
  SnapshotRepository,
  SpareVolume,
  SpareVolumes,
} from './snapshot/ports.ts';
export { NO_SERVER } from './snapshot/ports.ts';
export type { Snapshot, SnapshotId, SnapshotStatus } from './snapshot/snapshot.ts';
export type {
  Attachment,
  AttachmentFilter,
  AttachmentRepository,
  NewAttachment,
} from './workspace/attachments.ts';
export type { Enforced, LimitName, Limits } from './workspace/limits.ts';
export { assertWithin, type Quota } from './workspace/quota.ts';
export { isLike, type Kind, NOBODY, type WarmRepository } from './workspace/warm.ts';
export type {
  EngineInfo,
  FoundWorkspace,
  PullProgress,
  ResourceUsage,
  WorkspaceChange,
  WorkspaceEngine,
  WorkspaceFilter,
  WorkspaceRepository,
} from './workspace/ports.ts';
export {
  assertRunning,
  canBecome,
  type Network,
  type Profile,
  type StopCause,
  WORKSPACE_PATH,
  type Workspace,
  type WorkspaceId,
  type WorkspaceStatus,
} from './workspace/workspace.ts';
export { isRoot } from './host/is-root.ts';
export { HIDDEN, isHarmless, redact, redactList } from './secrets/redact.ts';
