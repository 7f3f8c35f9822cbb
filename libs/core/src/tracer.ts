/** Of closed lists, numbers, and ids of ours: never what a caller sends, which may be secret. */
export type SpanFacts = Readonly<Record<string, string | number>>;

export interface SpanStart {
  readonly name: string;
  /** A call of ours, or a request that we make of somebody. */
  readonly kind: 'call' | 'request';
  /** The span of who calls, as W3C Trace Context writes it. */
  readonly traceparent?: string | undefined;
}

/** Times what happens inside of calls, for who looks at it from outside. */
export interface Tracer {
  /** Times `work`. Spans that begin in it are parts of this one; what it rejects with is how the span failed. */
  span<T>(start: SpanStart, work: () => Promise<T>): Promise<T>;
  /** Says more of the innermost span around, if there is one; `name` is a better name for it. */
  note(facts: SpanFacts, name?: string): void;
}
