import type {
  AppError,
  Copied,
  CopyOptions,
  Snapshot,
  SnapshotEngine,
  Workspace,
} from '@devbench/core';

import type { SimulatedEngine } from './simulated-engine.ts';

/** Copies between the volumes of a simulated engine. */
export class SimulatedCopies implements SnapshotEngine {
  /** What the next copies reject with. */
  fails: AppError | undefined;
  /** Awaited in the middle of every copy. */
  meanwhile: () => Promise<void> = async () => undefined;
  thawed = 0;
  readonly #engine: SimulatedEngine;

  constructor(engine: SimulatedEngine) {
    this.#engine = engine;
  }

  save = (from: Workspace, to: Snapshot, options: CopyOptions) => this.#copy(from, to, options);
  load = (from: Pick<Snapshot, 'volume'>, to: Workspace, options: CopyOptions) =>
    this.#copy(from, to, options);
  clone = (from: Workspace, to: Workspace, options: CopyOptions) => this.#copy(from, to, options);

  async exists(volume: string): Promise<boolean> {
    return this.#engine.volumes.has(volume);
  }

  async discard(volume: string): Promise<void> {
    this.#engine.mutations.push(`discard ${volume}`);
    this.#engine.volumes.delete(volume);
  }

  async thaw(): Promise<void> {
    this.thawed += 1;
  }

  async #copy(
    { volume: from }: { readonly volume: string },
    { volume: to }: { readonly volume: string },
    { signal, onProgress }: CopyOptions,
  ): Promise<Copied> {
    this.#engine.mutations.push(`copy ${from} ${to}`);
    onProgress({ bytes: 1, files: 1 });
    await this.meanwhile();
    signal.throwIfAborted();
    if (this.fails) throw this.fails;
    this.#engine.volumes.add(to);
    return { bytes: 4096, files: 3, skipped: 0 };
  }
}
