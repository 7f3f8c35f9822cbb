import { AppError } from '@devbench/core';

import type { Operation } from '../operation.ts';
import type { Step } from './compose.ts';
import { problemsOf } from './problems.ts';

type Arguments = Readonly<Record<string, unknown>>;

/** The only validation: what comes after it trusts the types. */
export const parse: Step = async (call, next) => {
  const { operation } = call;
  const { input, problems } = rename(operation, unwrap(operation, call.input));
  const result = operation.input.safeParse(input);
  if (!result.success) problems.push(...problemsOf(operation, result.error, input));
  if (problems.length > 0 || !result.success) {
    throw new AppError('invalid_argument', `${operation.name}: ${problems.join('\n')}`);
  }
  call.findings.fields = operation.audit(result.data as never);
  return next({ input: result.data });
};

/** Older clients send all arguments inside `input_data`. */
function unwrap(operation: Operation, input: unknown): Arguments {
  const given = input ?? {};
  if (!isArguments(given)) {
    throw new AppError('invalid_argument', `${operation.name}: the arguments must be an object.`);
  }
  if (!Object.hasOwn(given, 'input_data')) return given;
  const { input_data: inner, ...rest } = given;
  return isArguments(inner) && Object.keys(rest).length === 0 ? inner : given;
}

function rename({ aliases }: Operation, given: Arguments) {
  const problems: string[] = [];
  const used = Object.entries(aliases).filter(([alias]) => Object.hasOwn(given, alias));
  if (used.length === 0) return { input: given, problems };
  const input: Record<string, unknown> = { ...given };
  for (const [alias, name] of used) {
    if (Object.hasOwn(input, name))
      problems.push(`${alias}: the same as ${name}; give one of them`);
    else input[name] = input[alias];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a fresh copy, known keys
    delete input[alias];
  }
  return { input, problems };
}

function isArguments(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
