export type {
  FileWatcher,
  HostClient,
  LinkFollower,
  OperationClient,
  OutputFrom,
} from './client.ts';
export { createOperations, type Operations } from './create-operations.ts';
export { type OperationsConfig, operationsConfig } from './config.ts';
export type { OutputNews } from './exec/jobs.ts';
export type { Content, Give, Upload } from './links/exchange.ts';
export type { Effect, Operation, Target, Toolset } from './operation.ts';
export type { Refusal } from './pipeline/record-refusal.ts';
export type * from './overview/overview.ts';
export { nearMatch } from './pipeline/near-match.ts';
export { checkHealth } from './system/check-health.ts';
export { operations } from './registry.ts';
export { unlisted } from './unlisted.ts';
