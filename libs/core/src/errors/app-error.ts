import { ERRORS, type ErrorCode, type ErrorKind } from './codes.ts';

interface Details {
  readonly hint?: string;
  readonly cause?: unknown;
  /** Machine-readable facts for the caller, such as `retry_after_ms`. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** The only error that crosses a room. `message` is one sentence that is safe to show to a caller. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly hint: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;

  constructor(code: ErrorCode, message: string, { hint, cause, data }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = ERRORS[code].kind;
    this.hint = hint ?? ERRORS[code].hint;
    this.data = data ?? {};
  }
}

/** Whatever was thrown, as an `AppError`; foreign text stays in `cause` and is never shown. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('unexpected', 'Something went wrong in the server.', { cause: thrown });
}
