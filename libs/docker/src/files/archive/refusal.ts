import { AppError, toAppError } from '@devbench/core';
import type { Imported } from '../../guest/messages/archive.ts';
import { GuestFault } from '../../guest/messages/fault.ts';
import { translateFault } from '../faults.ts';
import { tooLarge } from './unpacked.ts';

const LONGEST = 200;
const AGAIN = { hint: 'Make the archive again, and send all of it.' };

/** Why an import did not come to its end. */
export function refusalOf(
  { reason, fault, at }: Imported,
  limits: { readonly maxBytes: number; readonly maxEntries: number },
): AppError {
  const name = at.length > LONGEST ? `${at.slice(0, LONGEST)}…` : at;
  switch (reason) {
    case 'cut':
      return new AppError('invalid_argument', 'The archive is cut off: its end is missing.', AGAIN);
    case 'unsupported':
      return new AppError('invalid_argument', `${name} is of a kind that cannot be unpacked.`, {
        hint: 'Pack regular files, folders and links only; no sparse files.',
      });
    case 'outside':
      return new AppError('path_outside_workspace', `The archive has an entry ${name}.`, {
        hint: 'Pack with relative names, without "..".',
      });
    case 'too_many_bytes':
      return tooLarge(limits.maxBytes);
    case 'too_many_entries':
      return new AppError('too_large', `There are more than ${limits.maxEntries} entries.`);
    case 'fault':
      return toAppError(translateFault(new GuestFault(fault, 0, 'import'), name));
    case 'damaged':
    case 'complete':
      return new AppError('invalid_argument', 'This is no tar archive, or it is damaged.', AGAIN);
  }
}

/** The same failure, with what was unpacked before it. */
export function withKept(thrown: unknown, kept: Imported | undefined): AppError {
  const error = toAppError(thrown);
  if (kept === undefined) return error;
  const { files, directories, links } = kept;
  const message = `${error.message} Kept: ${files} files, ${directories} folders, ${links} links.`;
  const data = { ...error.data, files, directories, links };
  return new AppError(error.code, message, { hint: error.hint, cause: error, data });
}
