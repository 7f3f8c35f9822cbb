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
  /** Of commands and images. */
  readonly deniedWords: string[] = [];

  planSpawn(_principal: Principal, request: SpawnRequest): SpawnPlan {
    const { memoryMb = 512, cpus = 1, pids = 256, image = '' } = request;
    if (this.deniedWords.includes(image)) throw new AppError('image_denied', `Not ${image}.`);
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

  planHostExec(_principal: Principal, { argv, timeoutS = 600, user = '' }: HostExecRequest) {
    this.#judge(argv);
    return { timeoutMs: timeoutS * 1000, graceMs: 3000, user };
  }

  planExec(_principal: Principal, { argv, asRoot, usualTimeoutS = 600, ...request }: ExecRequest) {
    const { timeoutS = usualTimeoutS } = request;
    this.#judge(argv);
    if (asRoot) throw new AppError('as_root_denied', 'Commands do not run as root here.');
    return { timeoutMs: timeoutS * 1000, graceMs: 3000 };
  }

  #judge(argv: readonly string[]): void {
    const word = argv.find((each) => this.deniedWords.includes(each));
    if (word !== undefined) throw new AppError('policy_denied', `The command ${word} is denied.`);
  }

  deniedPath(path: string): string | undefined {
    return this.deniedPaths.find((denied) => `${path}/`.startsWith(`${denied}/`));
  }

  deniedInside(directory: string): readonly string[] {
    return this.deniedPaths.filter((denied) => denied.startsWith(`${directory}/`));
  }
}
