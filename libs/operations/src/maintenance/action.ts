import { toAppError } from '@devbench/core';
import { z } from 'zod';

/** One thing that maintenance does, or would do: what, to what, and why. */
export interface Action<Kind extends string = string> {
  readonly kind: Kind;
  readonly subject: string;
  readonly reason: string;
}

/** `failed` is tried again the next time, `skipped` was not true any more when its turn came, `left` is for a person. */
export type Outcome = 'planned' | 'done' | 'skipped' | 'failed' | 'left';

export interface Done<A extends Action = Action> {
  readonly action: A;
  readonly outcome: Outcome;
}

const MOST_SHOWN = 200;

export const actionsSchema = z.array(
  z.strictObject({
    action: z.string(),
    subject: z.string(),
    reason: z.string(),
    outcome: z.enum(['planned', 'done', 'skipped', 'failed', 'left']),
  }),
);

/** A reply has room for so many; the counts are of all. */
export const toEntries = (done: readonly Done[]): z.input<typeof actionsSchema> =>
  done.slice(0, MOST_SHOWN).map(({ action: { kind, subject, reason }, outcome }) => ({
    action: kind,
    subject: subject.slice(0, 200),
    reason,
    outcome,
  }));

export const renderActions = (what: string, entries: z.output<typeof actionsSchema>): string =>
  [
    `${what}: ${entries.length === 0 ? 'nothing to do' : entries.length}`,
    ...entries.map((it) => `${it.outcome} ${it.action} ${it.subject}: ${it.reason}`),
  ].join('\n');

/** Does one after the other; what fails does not keep the rest from being done. */
export async function perform<A extends Action>(
  actions: readonly A[],
  act: (action: A) => Promise<Outcome>,
  signal: AbortSignal,
): Promise<readonly Done<A>[]> {
  const done: Done<A>[] = [];
  for (const action of actions) {
    if (signal.aborted) break;
    try {
      done.push({ action, outcome: await act(action) });
    } catch (thrown) {
      const reason = `${action.reason}; ${toAppError(thrown).message}`;
      done.push({ action: { ...action, reason }, outcome: 'failed' });
    }
  }
  return done;
}

export const planned = <A extends Action>(actions: readonly A[]): readonly Done<A>[] =>
  actions.map((action) => ({ action, outcome: 'planned' }));
