import { AppError } from '@devbench/core';

import { ambiguous, notFound, type Place } from './edit-failures.ts';
import type { Edit } from './edit.ts';
import { fold, type LineEnd, lineEndsOf, unfold } from './line-ends.ts';
import { occurrences } from './occurrences.ts';
import { LONGEST, tooLarge } from './text-file.ts';

const MOST = 1_000_000;
/** Enough to say where an ambiguous text is. */
const FEW = 10;

/**
 * What one edit makes of a text. An LF in `old_text` stands for any line end, and what is inserted takes the line
 * end of its place; who writes CR himself is taken at his word, unless the text has none.
 * @throws AppError `edit_not_found`, `edit_ambiguous`, `too_large`
 */
export function replace(
  text: string,
  edit: Edit,
  place: Place,
): { text: string; replacements: number } {
  const hasCr = text.includes('\r');
  const literal = hasCr && edit.old_text.includes('\r');
  const wanted = literal ? edit.old_text : fold(edit.old_text);
  const searched = literal || !hasCr ? text : fold(text);
  const { starts, count } = occurrences(searched, wanted, {
    overlapping: !edit.replace_all,
    keep: edit.replace_all ? MOST : FEW,
  });
  if (count === 0) throw notFound(text, edit, place);
  if (count > 1 && !edit.replace_all) throw ambiguous(searched, { starts, count }, place);
  if (count > MOST) {
    throw new AppError('too_large', `${place.name} matches more than ${MOST} times.`);
  }
  const bounds = starts.flatMap((start) => [start, start + wanted.length]);
  const cuts = searched === text ? bounds : unfold(text, bounds);
  const inserted = insertedBy(edit, text, { literal, lineEnd: place.lineEnd });
  return { text: splice(text, cuts, inserted, place), replacements: count };
}

/** The new text at a position. */
function insertedBy(
  { old_text, new_text }: Edit,
  text: string,
  { literal, lineEnd }: { literal: boolean; lineEnd: LineEnd },
): (position: number) => string {
  const foreign = !text.includes('\r') && old_text.includes('\r');
  const plain = foreign ? fold(new_text) : new_text;
  const onlyLf = lineEnd === '\n' && !text.includes('\r');
  if (literal || onlyLf || plain.includes('\r')) return () => plain;
  const endAt = lineEndsOf(text, lineEnd);
  const withCr = plain.replaceAll('\n', '\r\n');
  return (position: number) => (endAt(position) === '\n' ? plain : withCr);
}

/** @param cuts begin and end of each part that is replaced, in turn */
function splice(
  text: string,
  cuts: readonly number[],
  inserted: (position: number) => string,
  { path }: Place,
): string {
  const pieces: string[] = [];
  let length = text.length;
  let from = 0;
  for (let index = 0; index < cuts.length; index += 2) {
    const [start = 0, end = 0] = [cuts[index], cuts[index + 1]];
    const piece = inserted(start);
    length += piece.length - (end - start);
    // Judged here already: a small edit can ask for terabytes.
    if (length > 2 * LONGEST) throw tooLarge(`${path} would have more than ${LONGEST} bytes`);
    pieces.push(text.slice(from, start), piece);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}
