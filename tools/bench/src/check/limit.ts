/** The ratio to a reference that must hold. */
export interface Floor {
  readonly kind: 'floor';
  readonly against: string;
  readonly ratio: number;
  /** What we want, beyond what must hold. */
  readonly target: number;
}

/** The most that ours may take at p50. */
export interface Ceiling {
  readonly kind: 'ceiling';
  readonly p50: number;
}

export type Limit = Floor | Ceiling;

export const atLeast = (against: string, ratio: number, target = ratio): Floor => ({
  kind: 'floor',
  against,
  ratio,
  target,
});

export const atMost = (p50: number): Ceiling => ({ kind: 'ceiling', p50 });
