import type { Workspace, WorkspaceEngine } from '@devbench/core';

import type { UsageView } from './overview.ts';

/** One that hangs is asked no second time, and nobody waits for it. */
const MOST = 24;

/** What workspaces use, as they said last. */
export class UsageSampler {
  readonly #engine: Pick<WorkspaceEngine, 'usage'>;
  readonly #known = new Map<string, UsageView>();
  readonly #asked = new Set<string>();

  constructor(engine: Pick<WorkspaceEngine, 'usage'>) {
    this.#engine = engine;
  }

  /** What is known of them now; they are asked again for the next time. */
  of(workspaces: readonly Workspace[]): readonly UsageView[] {
    const chosen = workspaces.slice(0, MOST);
    for (const workspace of chosen) void this.#ask(workspace);
    return chosen.flatMap(({ id }) => this.#known.get(id) ?? []);
  }

  async #ask(workspace: Workspace): Promise<void> {
    const { id } = workspace;
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    try {
      const { memoryBytes, cpuMs, pids } = await this.#engine.usage(workspace);
      this.#known.set(id, {
        container_id: id,
        memory_bytes: memoryBytes ?? 0,
        cpu_ms: cpuMs ?? 0,
        pids: pids ?? 0,
      });
    } catch {
      this.#known.delete(id);
    } finally {
      this.#asked.delete(id);
    }
  }
}
