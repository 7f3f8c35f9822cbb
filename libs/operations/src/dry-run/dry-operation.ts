import { AppError, displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import type { CallOn, Operation } from '../operation.ts';

const outcome = {
  dry_run: z.literal(true),
  would: z.string(),
  container_id: z.string().optional(),
};

type Outcome = z.output<z.ZodObject<typeof outcome>>;
type Call = CallOn<'none', 'policy'> & Partial<CallOn<'workspace'>>;
type Input = Readonly<Record<string, unknown>>;

/** The operation that only says what it would do, once target and policy have been asked. What only reads, does. */
export function dryOperation(operation: Operation): Operation {
  if (operation.effect === 'read') return operation;
  return {
    ...operation,
    output: z.strictObject(outcome),
    stillHolds: undefined,
    deadlineMs: undefined,
    render: ({ would }: Outcome) => `Dry run, nothing was done. It would ${would}`,
    async run(call: Call, input: Input): Promise<Outcome> {
      const { name, judge, audit } = operation;
      await judge?.(call as never, input as never);
      judgePath(call, input.path);
      const id = call.workspace?.id;
      const fields = JSON.stringify(audit(input as never));
      return {
        dry_run: true,
        would: `${name}${id === undefined ? '' : ` in ${id}`} with ${fields}`,
        ...(id !== undefined && { container_id: id }),
      };
    },
  };
}

function judgePath({ policy }: Call, path: unknown): void {
  if (typeof path !== 'string') return;
  const shown = displayPath(parseWorkspacePath(path));
  const rule = policy.deniedPath(shown);
  if (rule === undefined) return;
  throw new AppError('policy_denied', `The path ${shown} is denied.`, { data: { rule } });
}
