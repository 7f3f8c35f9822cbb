import type { StructuredPatchHunk } from 'diff';

/** Neighbouring lines that differ, with those around them. */
export type Hunk = Readonly<Omit<StructuredPatchHunk, 'lines'>> & {
  /** Each begins with a blank, `-`, `+` or a backslash. */
  readonly lines: readonly string[];
};
