import { z } from 'zod';

import { type Ages, type Garbage, orphans } from './plan.ts';

const MOST_SHOWN = 200;

export const waitingSchema = z.array(
  z.strictObject({ subject: z.string(), reason: z.string(), until: z.string() }),
);

/** Volumes that still have time: somebody may have kept them on purpose, so it is said when they go. */
export function waiting(
  garbage: Garbage,
  { orphanMs }: Pick<Ages, 'orphanMs'>,
): z.input<typeof waitingSchema> {
  const { orphanSince, now } = garbage;
  const since = (name: string) => orphanSince.get(name) ?? now;
  return orphans(garbage)
    .map((subject) => ({ subject, until: new Date(since(subject).getTime() + orphanMs) }))
    .filter(({ until }) => until > now)
    .slice(0, MOST_SHOWN)
    .map(({ subject, until }) => ({
      subject,
      reason:
        `without a container since ${since(subject).toISOString()}: killed with keep_workspace, ` +
        'or left by a crash; copy what you need before',
      until: until.toISOString(),
    }));
}

export const renderWaiting = (entries: z.output<typeof waitingSchema>): readonly string[] =>
  entries.map(({ subject, reason, until }) => `removed after ${until}: ${subject}, ${reason}`);
