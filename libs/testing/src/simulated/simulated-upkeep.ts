import type {
  EngineNews,
  EngineUpkeep,
  FoundVolume,
  LeftBehind,
  Sight,
  Workspace,
} from '@devbench/core';

import type { SimulatedEngine } from './simulated-engine.ts';

interface Listener {
  readonly waiting: EngineNews[];
  wake: () => void;
}

/** Upkeep of a simulated engine, whose news a test tells. */
export class SimulatedUpkeep implements EngineUpkeep {
  left: LeftBehind[] = [];
  /** Besides those of the containers. */
  readonly extraVolumes = new Map<string, FoundVolume>();
  oomKilled = false;
  readonly #engine: SimulatedEngine;
  readonly #listeners = new Set<Listener>();

  constructor(engine: SimulatedEngine) {
    this.#engine = engine;
  }

  tell(news: EngineNews): void {
    for (const listener of this.#listeners) {
      listener.waiting.push(news);
      listener.wake();
    }
  }

  async look({ engineId }: Workspace): Promise<Sight> {
    const found = [...this.#engine.containers.values()].find((it) => it.engineId === engineId);
    const { oomKilled } = this;
    if (!found) return { state: 'missing', oomKilled };
    return { state: found.running ? 'running' : 'stopped', oomKilled };
  }

  async *watch(signal: AbortSignal): AsyncGenerator<EngineNews> {
    const listener: Listener = { waiting: [{ kind: 'connected' }], wake: () => undefined };
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => listener.wake());
    while (!signal.aborted) {
      const news = listener.waiting.shift();
      if (news) yield news;
      else await new Promise<void>((resolve) => (listener.wake = resolve));
    }
    this.#listeners.delete(listener);
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

  async giveFiles({ volume }: Workspace): Promise<boolean> {
    this.#engine.mutations.push(`give ${volume}`);
    return true;
  }

  async leftBehind(): Promise<readonly LeftBehind[]> {
    return this.left;
  }
}
