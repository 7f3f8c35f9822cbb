import {
  AppError,
  type ExecRequest,
  type HostContainer,
  type HostExecRequest,
  type Policy,
  type Principal,
  type Quota,
  type SpawnPlan,
  type SpawnRequest,
} from '@devbench/core';

/** Allows everything but root, and fills in small defaults. */
export class LenientPolicy implements Policy {
  quota: Quota = { containers: undefined, memoryMb: undefined };
  readonly deniedPaths: string[] = [];

  planSpawn(_principal: Principal, request: SpawnRequest): SpawnPlan {
    const { memoryMb = 512, cpus = 1, pids = 256 } = request;
    return {
      image: request.image ?? 'docker.io/library/debian:bookworm-slim',
      network: request.network ?? 'none',
      profile: request.profile ?? 'hardened',
      limits: { memoryMb, cpus, pids },
      ttlS: request.ttlS,
      quota: this.quota,
    };
  }

  /** By the name that a test gives them. */
  allowsContainer({ names }: Pick<HostContainer, 'names'>): boolean {
    return names.some((name) => name.startsWith('allowed'));
  }

  planHostExec(_principal: Principal, { timeoutS = 600, user = '' }: HostExecRequest) {
    return { timeoutMs: timeoutS * 1000, graceMs: 3000, user };
  }

  planExec(_principal: Principal, { asRoot, timeoutS = 600 }: ExecRequest) {
    if (asRoot) throw new AppError('as_root_denied', 'Commands do not run as root here.');
    return { timeoutMs: timeoutS * 1000, graceMs: 3000 };
  }

  deniedPath(path: string): string | undefined {
    return this.deniedPaths.find((denied) => `${path}/`.startsWith(`${denied}/`));
  }

  deniedInside(directory: string): readonly string[] {
    return this.deniedPaths.filter((denied) => denied.startsWith(`${directory}/`));
  }
}
