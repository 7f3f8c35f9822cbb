export type Scope = 'workspace' | 'admin';

/** Who is responsible for a call. Everything that a call makes belongs to `id`. */
export interface Principal {
  readonly id: string;
  readonly scopes: readonly Scope[];
}

export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message: string;
}

/** Why a call was aborted when nobody cancelled it: the caller is gone. What it began may run on. */
export class CallerLeft extends Error {
  override readonly name = 'CallerLeft';
}

/** What an edge hands over with each call. */
export interface Caller {
  readonly principal: Principal;
  readonly client: string;
  readonly session: string;
  /** Aborts when the caller cancels, and with `CallerLeft` as its reason when the caller is gone. */
  readonly signal: AbortSignal;
  /** The caller's own span, as W3C Trace Context writes it; checked by the edge. */
  readonly traceparent?: string;
  readonly onProgress?: (progress: Progress) => void;
  /** Where to find what a link is for; only of callers who reach this server by URL. */
  readonly urlOf?: (link: string) => string;
}
