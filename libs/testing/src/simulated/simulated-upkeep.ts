import type {
  EngineNews,
  EngineUpkeep,
  FoundVolume,
  LeftBehind,
  Sight,
  Workspace,
} from '@devbench/core';

import type { SimulatedEngine } from './simulated-engine.ts';

/** Upkeep of a simulated engine, whose news a test tells. */
export class SimulatedUpkeep implements EngineUpkeep {
  left: LeftBehind[] = [];
  /** Besides those of the containers. */
  readonly extraVolumes = new Map<string, FoundVolume>();
  oomKilled = false;
  readonly #engine: SimulatedEngine;
  readonly #waiting: EngineNews[] = [];
  #wake: () => void = () => undefined;

  constructor(engine: SimulatedEngine) {
    this.#engine = engine;
  }

  tell(news: EngineNews): void {
    this.#waiting.push(news);
    this.#wake();
  }

  async look({ engineId }: Workspace): Promise<Sight> {
    const found = [...this.#engine.containers.values()].find((it) => it.engineId === engineId);
    const { oomKilled } = this;
    if (!found) return { state: 'missing', oomKilled };
    return { state: found.running ? 'running' : 'stopped', oomKilled };
  }

  async *watch(signal: AbortSignal): AsyncGenerator<EngineNews> {
    signal.addEventListener('abort', () => this.#wake());
    yield { kind: 'connected' };
    while (!signal.aborted) {
      const news = this.#waiting.shift();
      if (news) yield news;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async volumes(): Promise<readonly FoundVolume[]> {
    return [...this.extraVolumes.values()];
  }

  async removeVolume(name: string): Promise<void> {
    this.#engine.mutations.push(`remove volume ${name}`);
    this.extraVolumes.delete(name);
    this.#engine.volumes.delete(name);
  }

  async removeContainer(engineId: string): Promise<void> {
    this.#engine.mutations.push(`remove ${engineId}`);
    for (const [key, found] of this.#engine.containers) {
      if (found.engineId === engineId) this.#engine.containers.delete(key);
    }
  }

  async leftBehind(): Promise<readonly LeftBehind[]> {
    return this.left;
  }
}
