import type { Workspace, WorkspaceId } from '../workspace/workspace.ts';

/** What the engine says about the container of a workspace. */
export interface Sight {
  readonly state: 'running' | 'stopped' | 'missing';
  /** Whether it ended because its memory was not enough. */
  readonly oomKilled: boolean;
}

/** A volume with our label, or one of the agent's. */
export interface FoundVolume {
  readonly name: string;
  /** `workspace` only when it is named as this installation names the volume of a workspace. */
  readonly kind: 'workspace' | 'agent' | 'other';
  /** What its label says; volumes that an alias finds again always are. */
  readonly persistent: boolean;
  /** Some container has it, or this version needs it. */
  readonly inUse: boolean;
  readonly createdAt: Date;
}

/** What mcp-devbench or docker-mcp, or a state of ours that is lost, left on the engine. */
export interface LeftBehind {
  readonly from: 'mcp-devbench' | 'docker-mcp' | 'devbench';
  /** Undefined for containers that keep no files outside of themselves. */
  readonly volume: string | undefined;
  /** The containers that have the volume. */
  readonly engineIds: readonly string[];
  readonly image: string | undefined;
  readonly alias: string | undefined;
  readonly owner: string | undefined;
}

/** `connected`: what happened before was missed. `changed`: look at the container again. */
export type EngineNews =
  | { readonly kind: 'connected' }
  | { readonly kind: 'changed'; readonly id: WorkspaceId; readonly engineId: string };

/** What keeps engine and state in step. Every method may reject with `engine_unavailable`. */
export interface EngineUpkeep {
  look(workspace: Workspace): Promise<Sight>;
  /** Says what happens to containers of this installation, over all failures of the engine, until `signal` aborts. */
  watch(signal: AbortSignal): AsyncIterable<EngineNews>;
  volumes(): Promise<readonly FoundVolume[]>;
  /** Fine when it is gone. */
  removeVolume(name: string): Promise<void>;
  /** Removes a container by the engine's id, never its named volumes; fine when it is gone. */
  removeContainer(engineId: string): Promise<void>;
  /** Gives all files of a workspace to who runs its commands; false when its image has no means to. */
  giveFiles(workspace: Workspace): Promise<boolean>;
  leftBehind(): Promise<readonly LeftBehind[]>;
}
