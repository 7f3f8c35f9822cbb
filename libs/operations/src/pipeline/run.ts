import type { CallContext, Services } from '../operation.ts';
import { type Handler, outcomeOf } from './compose.ts';

/** The end of the pipeline: the handler, with its context, its target and the services. */
export const run =
  (services: Services): Handler =>
  async ({ operation, id, caller, signal, input, workspace, exec, findings }) => {
    const context: CallContext = {
      id,
      caller,
      signal,
      unrecorded: findings.unrecorded,
      progress: (progress) => caller.onProgress?.(progress),
      about(subject) {
        findings.subject = subject;
      },
    };
    const call = { ...services, ...context, workspace, exec };
    const { idempotency_key: _, container_id: __, exec_id: ___, ...given } = input;
    const result = await operation.run(call as never, given as never);
    return outcomeOf(operation.output.parse(result));
  };
