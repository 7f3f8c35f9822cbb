export { execRepositoryContract } from './exec-repository.ts';
export { keysContract } from './idempotency-keys.ts';
export { outputShelfContract } from './output-shelf.ts';
export type { MakePair, Pair } from './pair.ts';
export { snapshotsContract } from './snapshots.ts';
export { execEnd, execRow, snapshotRow, workspaceRow } from './rows.ts';
export { warmRepositoryContract } from './warm-repository.ts';
export { workspaceRepositoryContract } from './workspace-repository.ts';
