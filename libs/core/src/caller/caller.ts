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

/** What an edge hands over with each call. */
export interface Caller {
  readonly principal: Principal;
  readonly client: string;
  readonly session: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}
