import type { FoundWorkspace, LeftBehind, Workspace } from '@devbench/core';

import type { Action } from '../action.ts';

type Kind =
  'mark_running' | 'mark_stopped' | 'mark_failed' | 'remove' | 'collect' | 'adopt' | 'leave';

/** `mark_…` and `remove` are about a row, `collect` about a container, `adopt` about files of somebody else. */
export interface Repair extends Action<Kind> {
  readonly row?: Workspace;
  readonly found?: FoundWorkspace;
  readonly left?: LeftBehind;
}

export interface Survey {
  readonly rows: readonly Workspace[];
  readonly found: readonly FoundWorkspace[];
  readonly left: readonly LeftBehind[];
  /** The servers that are at work. */
  readonly alive: ReadonlySet<string>;
  readonly now: Date;
}
