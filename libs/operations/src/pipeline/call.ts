import type { AppError, AuditFields, Caller, Exec, Workspace } from '@devbench/core';

import type { Operation } from '../operation.ts';

/** What the steps find out for the record of the call. */
export interface Findings {
  subject: string | undefined;
  fields: AuditFields;
  /** Whether the audit trail knows of this call. */
  recorded: boolean;
  /** Why it does not, when the call goes on all the same. */
  unrecorded?: AppError;
}

/** One call on its way through the pipeline. */
export interface Call {
  readonly operation: Operation;
  readonly id: string;
  readonly at: Date;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Raw until `parse`. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly workspace: Workspace | undefined;
  readonly exec: Exec | undefined;
  readonly findings: Findings;
}
