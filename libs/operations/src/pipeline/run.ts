import type { CallContext, Operation, Target } from '../operation.ts';
import type { Services } from '../services.ts';
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
    const result = await operation.run(call as never, declaredIn(operation, input) as never);
    return outcomeOf(operation.output.parse(result));
  };

const FOUND_BY: Record<Target, string> = {
  none: '',
  workspace: 'container_id',
  exec: 'exec_id',
};

/** Without what every operation of its kind takes; the target is found already. */
function declaredIn({ target }: Operation, input: Readonly<Record<string, unknown>>) {
  const { idempotency_key: _key, [FOUND_BY[target]]: _found, ...declared } = input;
  return declared;
}
