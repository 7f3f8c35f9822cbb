import { AppError } from '@devbench/core';

import { declare } from '../operation.ts';
import type { ExecJobs } from '../exec/jobs.ts';
import { look, type Looking } from './look.ts';
import type { AuditView, Overview, OverviewNews } from './overview.ts';
import { UsageSampler } from './usage-sampler.ts';

const EVERY_MS = 1_000;

/** Puts on record that somebody watches, and checks that he may. No tool: it has no reply. */
export const watchOverview = declare({
  name: 'watch_overview',
  toolset: 'workspace',
  target: 'none',
  summary: 'What goes on, as it changes, for a page that shows it.',
  effect: 'read',
  input: {},
  output: {},
  render: () => '',
  run: async () => ({}),
});

/** All of it, then what changes, until `signal` aborts. Without an owner that is of all. */
export async function* followOverview(
  services: Looking & { readonly jobs: Pick<ExecJobs, 'draining'> },
  { owner, signal }: { owner: string | undefined; signal: AbortSignal },
): AsyncGenerator<OverviewNews> {
  const { clock, jobs } = services;
  const sampler = new UsageSampler(services.engine);
  const isNew = createFilter();
  const ended = AbortSignal.any([signal, jobs.draining]);
  while (!ended.aborted) {
    const { audit, ...rest } = await look(services, owner, sampler);
    const seen = { ...rest, audit: isNew.entries(audit) };
    for (const topic of Object.keys(seen) as (keyof Overview)[])
      if (isNew.topic(topic, seen[topic])) yield { topic, value: seen[topic] } as OverviewNews;
    await clock.sleep(EVERY_MS, ended);
  }
  if (!signal.aborted) throw new AppError('shutting_down', 'The server is stopping.');
}

/** Lets through what was not said before. */
function createFilter() {
  const said = new Map<string, string>();
  let outcomes = new Map<number, AuditView['outcome']>();
  return {
    topic(topic: keyof Overview, value: unknown): boolean {
      const text = JSON.stringify(value);
      if (said.get(topic) === text) return false;
      said.set(topic, text);
      return topic !== 'audit' || text !== '[]';
    },
    entries(audit: readonly AuditView[]): readonly AuditView[] {
      const changed = audit.filter(
        ({ id, outcome }) => !outcomes.has(id) || outcomes.get(id) !== outcome,
      );
      outcomes = new Map(audit.map(({ id, outcome }) => [id, outcome]));
      return changed;
    },
  };
}
