import type { AuditView, Overview, UsageView } from '@devbench/operations';

import type { Hello } from '../wire/follow-overview.ts';

export type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

export interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

/** Everything that the page shows. */
export interface State extends Omit<Overview, 'audit' | 'usage'> {
  readonly link: Link;
  readonly who: Hello | undefined;
  /** Whether everything has been said once. */
  readonly loaded: boolean;
  /** By container. */
  readonly usage: ReadonlyMap<string, UsageView>;
  /** Bytes of all containers, a second apart. */
  readonly memory: readonly (number | undefined)[];
  /** The newest first. */
  readonly audit: readonly AuditView[];
  readonly notices: readonly Notice[];
  /** Moves on every second. */
  readonly now: number;
}

export const EMPTY: State = {
  link: { kind: 'connecting' },
  who: undefined,
  loaded: false,
  containers: [],
  execs: [],
  usage: new Map(),
  memory: [],
  pulls: [],
  pool: [],
  audit: [],
  notices: [],
  now: Date.now(),
};
