import type { Kernel } from '@devbench/kernel';

import type { Subject } from '../proc/subject.ts';

/** Calls an operation by its name. Rejects with what the server says when it fails. */
export type Call = (
  name: string,
  input: Record<string, unknown>,
) => Promise<Record<string, unknown>>;

/** Our product, reached in one way or another. */
export interface Ours extends AsyncDisposable {
  readonly call: Call;
  readonly pid: number;
}

/** Our product inside a program, which sees what does not fit in replies. */
export interface OurLibrary extends Ours {
  readonly output: (
    execId: string,
    memory: Uint8Array,
  ) => ReturnType<Kernel['operations']['output']>;
}

/** A workspace of ours with the processes behind it. */
export interface OurWorkspace {
  readonly id: string;
  readonly call: Call;
  readonly subject: Subject;
}
