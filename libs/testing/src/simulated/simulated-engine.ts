import {
  AppError,
  type Enforced,
  type FoundWorkspace,
  type PullProgress,
  type ResourceUsage,
  type Workspace,
  type WorkspaceEngine,
} from '@devbench/core';

const ENFORCED: Enforced = {
  memory: true,
  swap: true,
  cpu: true,
  pids: true,
  disk: false,
  network: true,
};

const never = () => new Promise<never>(() => undefined);

/** Containers and volumes as sets of names. */
export class SimulatedEngine implements WorkspaceEngine {
  readonly containers = new Map<string, FoundWorkspace>();
  readonly volumes = new Set<string>();
  readonly sizes = new Map<string, number>();
  /** Every call that would change the engine. */
  readonly mutations: string[] = [];
  /** Answers nothing any more. */
  hangs = false;
  /** What the next calls of a method reject with. */
  readonly fails: Partial<Record<'ensureImage' | 'create' | 'remove' | 'ping', AppError>> = {};
  pull: readonly PullProgress[] = [];

  async info() {
    if (this.hangs) return never();
    return { version: '28.0', apiVersion: '1.48', os: 'linux', architecture: 'x86_64' };
  }

  async ensureImage(
    image: string,
    { onProgress }: { signal: AbortSignal; onProgress: (progress: PullProgress) => void },
  ) {
    if (this.fails.ensureImage) throw this.fails.ensureImage;
    for (const progress of this.pull) onProgress(progress);
    return { digest: `sha256:${image.length.toString(16).padStart(64, '0')}` };
  }

  async create(workspace: Workspace, signal: AbortSignal) {
    this.mutations.push(`create ${workspace.id}`);
    if (this.fails.create) throw this.fails.create;
    if (this.hangs) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    }
    if (this.containers.has(workspace.id)) {
      throw new AppError('engine_unavailable', `The name of ${workspace.id} is in use.`);
    }
    return { engineId: this.put(workspace), enforced: ENFORCED };
  }

  /** The container is there, however it came. */
  put({ id, owner, volume, persistent }: Workspace): string {
    const engineId = `engine-${id}`;
    const known = { id, engineId, instance: 'test', owner, volume, persistent };
    this.volumes.add(volume);
    this.containers.set(id, { ...known, running: true, ours: true });
    return engineId;
  }

  async start({ id }: Workspace): Promise<void> {
    this.#change(id, true);
  }

  async stop({ id }: Workspace): Promise<void> {
    this.#change(id, false);
  }

  async remove({ id, volume }: Workspace, { keepVolume }: { keepVolume: boolean }): Promise<void> {
    this.mutations.push(`remove ${id}`);
    if (this.fails.remove) throw this.fails.remove;
    this.containers.delete(id);
    if (!keepVolume) this.volumes.delete(volume);
  }

  async usage(): Promise<ResourceUsage> {
    return {
      memoryBytes: 1024,
      memoryPeakBytes: 2048,
      memoryLimitBytes: 4096,
      cpuMs: 7,
      pids: 2,
      pidsLimit: undefined,
    };
  }

  async volumeSizes(): Promise<ReadonlyMap<string, number>> {
    return this.sizes;
  }

  async ping({ id }: Workspace): Promise<void> {
    if (this.fails.ping) throw this.fails.ping;
    if (this.containers.get(id)?.running) return;
    throw new AppError('container_not_running', `Container ${id} is not running.`);
  }

  async list(): Promise<readonly FoundWorkspace[]> {
    return [...this.containers.values()];
  }

  #change(id: string, running: boolean): void {
    this.mutations.push(`${running ? 'start' : 'stop'} ${id}`);
    const found = this.containers.get(id);
    if (!found) throw new AppError('container_not_found', `There is no container ${id}.`);
    this.containers.set(id, { ...found, running });
  }
}
