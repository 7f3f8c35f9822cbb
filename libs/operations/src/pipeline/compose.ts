import type { Call } from './call.ts';

declare const passedOn: unique symbol;

/** Only the end of the pipeline makes one, so a step that forgets `return next()` does not compile. */
export interface Outcome {
  readonly value: Readonly<Record<string, unknown>>;
  readonly [passedOn]: true;
}

export type Change = Partial<Pick<Call, 'input' | 'signal' | 'workspace' | 'exec'>>;
export type Next = (change?: Change) => Promise<Outcome>;
export type Step = (call: Call, next: Next) => Promise<Outcome>;
export type Handler = (call: Call) => Promise<Outcome>;

/** For the end of the pipeline, and for a result that an earlier call has left. */
export const outcomeOf = (value: Readonly<Record<string, unknown>>): Outcome =>
  ({ value }) as Outcome;

export const compose = (steps: readonly Step[], end: Handler): Handler =>
  steps.reduceRight<Handler>(
    (rest, step) => (call) => step(call, (change) => rest(change ? { ...call, ...change } : call)),
    end,
  );
