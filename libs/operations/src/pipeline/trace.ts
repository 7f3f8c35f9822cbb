import { type Tracer, toAppError } from '@devbench/core';

import type { Step } from './compose.ts';
import { outcomeWord } from './record.ts';

/** Makes the call a span, which has what is on record of it, apart from its arguments. */
export const trace =
  (tracer: Tracer): Step =>
  ({ id, caller, operation, findings }, next) => {
    const note = (outcome: string) =>
      tracer.note({
        'devbench.call_id': id,
        'devbench.actor': caller.principal.id,
        'devbench.session': caller.session,
        'devbench.outcome': outcome,
        ...(findings.subject !== undefined && { 'devbench.subject': findings.subject }),
      });
    return tracer.span(
      { name: operation.name, kind: 'call', traceparent: caller.traceparent },
      async () => {
        try {
          const outcome = await next();
          note('allowed');
          return outcome;
        } catch (thrown) {
          note(outcomeWord(toAppError(thrown)));
          throw thrown;
        }
      },
    );
  };
