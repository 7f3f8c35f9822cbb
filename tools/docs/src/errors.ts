import { type ErrorCode, ERRORS, RETRYABLE } from '@devbench/core';

import { code, table } from './table.ts';

/** The closed list of codes. */
export function errors(): string {
  const rows = Object.entries(ERRORS).map(([name, { kind, hint }]) => [
    code(name satisfies string as ErrorCode),
    kind,
    RETRYABLE[kind] ? 'yes' : 'no',
    hint,
  ]);
  return [
    '# Errors',
    'The same codes everywhere: in tool results, from the library, in logs. Each comes with one sentence and the next step.',
    table(
      ['code', 'kind', 'same call again?', 'next step, unless the error says a better one'],
      rows,
    ),
  ].join('\n\n');
}
