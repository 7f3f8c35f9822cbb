import type { FileEntry } from '@devbench/core';
import { decodeStat } from '../guest/messages/files.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';

/** A page of a listing; an entry may go on from one frame into the next. */
export function joinedList(
  first: PayloadReader,
  rest: readonly Buffer[],
): { entries: readonly FileEntry[]; more: boolean } {
  const page = new PayloadReader(Buffer.concat([first.rest(), ...rest]));
  const more = page.u8() === 1;
  const entries: FileEntry[] = [];
  while (page.left > 0) {
    const path = page.str();
    entries.push({ path, ...decodeStat(page) });
  }
  return { entries, more };
}
