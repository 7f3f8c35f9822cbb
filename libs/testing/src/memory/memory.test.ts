import {
  execRepositoryContract,
  keysContract,
  type Pair,
  snapshotsContract,
  warmRepositoryContract,
  workspaceRepositoryContract,
} from '../contracts/index.ts';
import { MemoryExecs } from './execs.ts';
import { MemoryKeys } from './keys.ts';
import { MemorySnapshots } from './snapshots.ts';
import { MemorySpares } from './spares.ts';
import { MemoryWorkspaces } from './workspaces.ts';

const shared = async <T>(repository: T): Promise<Pair<T>> => ({
  first: repository,
  second: repository,
  stop: async () => undefined,
});

workspaceRepositoryContract(() => shared(new MemoryWorkspaces()));
warmRepositoryContract(() => shared(new MemoryWorkspaces()));
execRepositoryContract(() => shared(new MemoryExecs()));
keysContract(() => shared(new MemoryKeys()));
snapshotsContract(() => {
  const workspaces = new MemoryWorkspaces();
  const spares = new MemorySpares(workspaces);
  return shared({ workspaces, spares, snapshots: new MemorySnapshots() });
});
