import { z } from 'zod';

import { declare } from '../../operation.ts';
import type { CallOn } from '../../operation.ts';
import type { Services } from '../../services.ts';
import { actionsSchema, type Done, perform, planned, renderActions, toEntries } from '../action.ts';
import { adopt } from './adopt.ts';
import type { Repair } from './difference.ts';
import { planReconcile } from './plan.ts';
import { repair } from './repair.ts';
import { survey } from './survey.ts';

/** Pulling images for what is adopted takes its time. */
const DEADLINE_MS = 15 * 60 * 1000;

export const reconcile = declare({
  name: 'reconcile',
  toolset: 'admin',
  target: 'none',
  summary:
    'Make state and engine agree: finish what dead servers began, note what stopped or vanished, remove transient ' +
    'containers that nobody knows. With adopt, files that mcp-devbench and docker-mcp left become persistent containers.',
  effect: 'destroy',
  idempotent: true,
  input: {
    dry_run: z.boolean().default(false).describe('Only say what would be done'),
    adopt: z.boolean().default(false),
  },
  output: {
    dry_run: z.boolean(),
    discovered: z.number().describe('Containers with our label'),
    adopted: z.number(),
    cleaned_up: z.number(),
    orphaned: z.number().describe('Left alone, to be decided by you'),
    errors: z.number(),
    actions: actionsSchema,
  },
  audit: ({ dry_run, adopt: adopts }) => ({ dry_run, adopt: adopts }),
  render: ({ actions }) => renderActions('reconcile', actions),
  deadlineMs: () => DEADLINE_MS,
  async run(call: CallOn<'none', keyof Services>, { dry_run, adopt: adopts }) {
    const seen = await survey(call);
    const repairs = planReconcile(seen, { adopt: adopts });
    const act = (it: Repair) =>
      it.kind === 'adopt' && it.left ? adopt(call, it.left) : repair(call, it);
    const done = dry_run ? planned(repairs) : await perform(repairs, act, call.signal);
    return {
      dry_run,
      discovered: seen.found.length,
      adopted: count(done, ['adopt']),
      cleaned_up: count(done, ['remove', 'collect']),
      orphaned: repairs.filter(({ kind }) => kind === 'leave').length,
      errors: done.filter(({ outcome }) => outcome === 'failed').length,
      actions: toEntries(done),
    };
  },
});

/** What was done, or in a dry run would be. */
const count = (done: readonly Done<Repair>[], kinds: readonly Repair['kind'][]) =>
  done.filter(({ action, outcome }) => {
    return kinds.includes(action.kind) && (outcome === 'done' || outcome === 'planned');
  }).length;
