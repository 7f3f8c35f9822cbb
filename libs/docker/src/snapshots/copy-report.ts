import type { Copied, ErrorCode } from '@devbench/core';

const LINE = /^(progress|done|failed) (\d{1,16})(?: (.*))?$/;
const MOST = 4_096;
const NOT_EMPTY = 10;
const NO_SPACE = 11;

export interface CopyReport {
  readonly push: (chunk: Buffer) => void;
  /** What the last line said, when it was a last line. */
  readonly end: Copied | { readonly code: ErrorCode; readonly message: string } | undefined;
}

/** Reads what `guest copy` says; anything else is passed over. */
export function createCopyReport(
  onProgress: (progress: Omit<Copied, 'skipped'>) => void,
): CopyReport {
  let rest = '';
  let end: CopyReport['end'];

  const read = (line: string): void => {
    const [, kind, first, more = ''] = LINE.exec(line) ?? [];
    const [files = 0, skipped = 0] = more.split(' ').map(Number);
    const bytes = Number(first);
    if (kind === 'progress') onProgress({ bytes, files });
    if (kind === 'done') end = { bytes, files, skipped };
    if (kind === 'failed') end = { code: codeOf(bytes), message: more };
  };

  return {
    push: (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = (lines.pop() ?? '').slice(0, MOST);
      for (const line of lines) read(line.slice(0, MOST));
    },
    get end() {
      return end;
    },
  };
}

function codeOf(fault: number): ErrorCode {
  if (fault === NO_SPACE) return 'no_space';
  if (fault === NOT_EMPTY) return 'directory_not_empty';
  return 'guest_unavailable';
}
