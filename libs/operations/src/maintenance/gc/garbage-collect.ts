import { z } from 'zod';

import { type CallOn, declare } from '../../operation.ts';
import type { Services } from '../../services.ts';
import { actionsSchema, planned, renderActions, toEntries } from '../action.ts';
import { collectGarbage } from './collect.ts';
import { planGarbage } from './plan.ts';
import { surveyGarbage } from './survey.ts';
import { renderWaiting, waiting, waitingSchema } from './waiting.ts';

const DEADLINE_MS = 15 * 60 * 1000;

export const garbageCollect = declare({
  name: 'garbage_collect',
  toolset: 'admin',
  target: 'none',
  summary:
    'Remove what nobody needs any more: transient containers that stopped long ago, volumes without a container, ' +
    'agents of other versions, old commands, attachments and keys. Never persistent files.',
  effect: 'destroy',
  idempotent: true,
  input: { dry_run: z.boolean().default(false).describe('Only say what would be removed') },
  output: {
    dry_run: z.boolean(),
    containers_removed: z.number(),
    volumes_removed: z.number(),
    execs_cleaned: z.number(),
    attachments_cleaned: z.number(),
    keys_cleaned: z.number(),
    errors: z.number(),
    actions: actionsSchema,
    waiting: waitingSchema.describe('Volumes that a later run removes, and when'),
  },
  audit: ({ dry_run }) => ({ dry_run }),
  render: ({ actions, waiting: later }) =>
    [renderActions('garbage_collect', actions), ...renderWaiting(later)].join('\n'),
  deadlineMs: () => DEADLINE_MS,
  async run(call: CallOn<'none', keyof Services>, { dry_run }) {
    const garbage = await surveyGarbage(call);
    const removals = planGarbage(garbage, call.config.ages);
    const done = dry_run ? planned(removals) : await collectGarbage(call, garbage, call.signal);
    const count = (kind: string) =>
      done.filter(({ action, outcome }) => {
        return action.kind === kind && (outcome === 'done' || outcome === 'planned');
      }).length;
    const rows = count('remove_rows') > 0;
    return {
      dry_run,
      containers_removed: count('remove_container'),
      volumes_removed: count('remove_volume'),
      execs_cleaned: count('remove_exec'),
      attachments_cleaned: rows ? garbage.expired.attachments : 0,
      keys_cleaned: rows ? garbage.expired.keys : 0,
      errors: done.filter(({ outcome }) => outcome === 'failed').length,
      actions: toEntries(done),
      waiting: waiting(garbage, call.config.ages),
    };
  },
});
