import { AppError } from '@devbench/core';

/** An error that says under which id its call stands in log and audit trail. */
export function withCallId(error: AppError, id: string): AppError {
  const { code, kind, message, hint, data, cause } = error;
  return new AppError(code, message, {
    hint: kind === 'internal' ? `Report it with the call id ${id}; the log has the cause.` : hint,
    data: { ...data, call_id: id },
    ...(cause !== undefined && { cause }),
  });
}
