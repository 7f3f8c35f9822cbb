import type { Edit } from './edit.ts';
import { firstLineEnd } from './line-ends.ts';
import { replace } from './replace.ts';

/** From here on, others get their turn between two edits. */
const LARGE = 262_144;

/**
 * Each edit works on what the former has left; all of them or none.
 * @throws AppError `edit_not_found`, `edit_ambiguous`, `too_large`
 */
export async function applyEdits(
  path: string,
  text: string,
  edits: readonly Edit[],
): Promise<{ text: string; replacements: number }> {
  const lineEnd = firstLineEnd(text) ?? '\n';
  let [current, replacements] = [text, 0];
  for (const [index, edit] of edits.entries()) {
    const name = edits.length === 1 ? 'the edit' : `edit ${index + 1}`;
    const replaced = replace(current, edit, { path, name, lineEnd, later: index > 0 });
    current = replaced.text;
    replacements += replaced.replacements;
    if (current.length > LARGE) await new Promise((resolve) => setImmediate(resolve));
  }
  return { text: current, replacements };
}
