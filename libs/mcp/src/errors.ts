import { type AppError, type ErrorKind, RETRYABLE, toAppError } from '@devbench/core';
import { type CallToolResult, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

const factsOf = ({ code, kind, data }: AppError) => ({
  ...data,
  code,
  kind,
  retry: RETRYABLE[kind],
});

/**
 * The text is all that a model sees, so it carries code, message and next step. The machine-readable form
 * is in `_meta`: clients of SDK v1 check `structuredContent` against the output schema even on errors.
 */
export function toErrorResult(error: AppError): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text: describe(error) }],
    _meta: { 'devbench/error': factsOf(error) },
  };
}

const PROTOCOL_CODE: Record<ErrorKind, ErrorCode> = {
  invalid: ErrorCode.InvalidParams,
  not_found: ErrorCode.InvalidParams,
  conflict: ErrorCode.InvalidParams,
  denied: ErrorCode.InvalidParams,
  limit: ErrorCode.InvalidParams,
  timeout: ErrorCode.InternalError,
  cancelled: ErrorCode.InternalError,
  unavailable: ErrorCode.InternalError,
  internal: ErrorCode.InternalError,
};

/** For requests other than tool calls, which have no error result. */
export const protocolFacts = (error: AppError) => ({
  code: PROTOCOL_CODE[error.kind],
  message: describe(error),
  data: factsOf(error),
});

export function toProtocolError(error: AppError): McpError {
  const { code, message, data } = protocolFacts(error);
  return new McpError(code, message, data);
}

export const inProtocolTerms = <T>(result: Promise<T>): Promise<T> =>
  result.catch((thrown: unknown) => {
    throw toProtocolError(toAppError(thrown));
  });

const describe = ({ code, message, hint }: AppError) => `${code}: ${message}\n${hint}`;
