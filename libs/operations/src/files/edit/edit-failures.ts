import { AppError } from '@devbench/core';

import type { Edit } from './edit.ts';
import { fold, type LineEnd } from './line-ends.ts';
import { lineNumbers } from './line-numbers.ts';
import { nearestText, SEARCHED } from './nearest-text.ts';
import { occurrences } from './occurrences.ts';
import { excerpt } from './excerpt.ts';

/** Which edit of which file. */
export interface Place {
  readonly path: string;
  readonly name: string;
  /** Of the file, for when edits leave a text without any. */
  readonly lineEnd: LineEnd;
  /** Whether edits before it have moved the lines. */
  readonly later: boolean;
}

/** Shorter ones are everywhere. */
const TELLING = 8;

/** What the file holds is told in the hint, since messages are logged. */
export function notFound(text: string, { old_text, new_text }: Edit, place: Place): AppError {
  const folded = fold(text);
  const hints = [
    ...nearest(folded, old_text),
    ...(place.later ? ['The lines are counted after the edits before it.'] : []),
    ...done(folded, fold(new_text)),
    'Copy old_text exactly as it is in the file; fs_read shows it.',
  ];
  return new AppError('edit_not_found', `old_text of ${place.name} is not in ${place.path}.`, {
    hint: hints.join('\n'),
  });
}

function nearest(text: string, old: string): string[] {
  const found = nearestText(text, old);
  if (!found) {
    const where = text.length > SEARCHED ? `its first ${SEARCHED} characters` : 'it';
    return [`Nothing in ${where} is like old_text.`];
  }
  const difference = found.onlySpace ? ', which differs only in white space' : '';
  return [`The nearest text${difference}:`, excerpt(text, found)];
}

function done(text: string, inserted: string): string[] {
  if (inserted.trim().length < TELLING) return [];
  const { starts, count } = occurrences(text, inserted, { overlapping: false, keep: 1 });
  if (count === 0) return [];
  return [`new_text is there already, at line ${lineNumbers(text, starts).join()}.`];
}

export function ambiguous(
  text: string,
  { starts, count }: { starts: readonly number[]; count: number },
  place: Place,
): AppError {
  const lines = lineNumbers(text, starts).join(', ');
  const more = count > starts.length ? ', …' : '';
  const when = place.later ? ' after the edits before it' : '';
  const where = `${place.path} ${count} times${when}, at lines ${lines}${more}`;
  return new AppError('edit_ambiguous', `old_text of ${place.name} is in ${where}.`, {
    data: { matches: count },
  });
}
