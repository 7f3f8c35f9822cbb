import { AppError, type ErrorCode, ERRORS } from '@devbench/core';

const isCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

/** The error that a server has sent as a result: the other end of `toErrorResult`. */
export function fromErrorResult(result: { content?: unknown; _meta?: unknown }): AppError {
  const [first] = result.content as { text?: string }[];
  const facts = (result._meta as Record<string, unknown> | undefined)?.['devbench/error'];
  const { code, kind: _, retry: __, ...data } = (facts ?? {}) as Record<string, string>;
  const [head = '', ...hint] = (first?.text ?? '').split('\n');
  if (!isCode(code)) return new AppError('unexpected', head);
  const message = head.startsWith(`${code}: `) ? head.slice(code.length + 2) : head;
  return new AppError(code, message, { data, hint: hint.join('\n') });
}
