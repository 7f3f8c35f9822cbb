import type { Services } from '../services.ts';
import { accept } from './accept.ts';
import { audit, auditRefusals } from './audit.ts';
import { authorize } from './authorize.ts';
import { compose, type Handler } from './compose.ts';
import { deadline } from './deadline.ts';
import { idempotency } from './idempotency.ts';
import { limit } from './limit.ts';
import { observe } from './observe.ts';
import { parse } from './parse.ts';
import { rate } from './rate.ts';
import { run } from './run.ts';
import { target } from './target.ts';
import { trace } from './trace.ts';
import { wake } from './wake.ts';

/** What every call passes, in this order; `stopping` aborts the calls that run. */
export function createPipeline(services: Services, stopping: AbortSignal): Handler {
  const { config, tracer } = services;
  return compose(
    [
      ...(tracer ? [trace(tracer)] : []),
      observe(services),
      auditRefusals(services),
      accept(services.jobs.draining),
      parse,
      target(services),
      audit(services),
      authorize,
      // What is said in place of what was asked is not to be remembered.
      ...(config.dryRun ? [] : [idempotency(services, stopping)]),
      limit(config),
      rate({ clock: services.clock, perMinute: config.perMinute }),
      deadline({ clock: services.clock, callTimeoutMs: config.callTimeoutMs, stopping }),
      wake(services),
    ],
    run(services),
  );
}
