import { AppError, displayPath, type WorkspacePath } from '@devbench/core';

import type { CallOn } from '../../operation.ts';
import { applyEdits } from './apply-edits.ts';
import { changesOf } from './changes.ts';
import type { Edit } from './edit.ts';
import { LONGEST, readText, tooLarge } from './text-file.ts';

type Call = Pick<CallOn<'workspace', 'files'>, 'files' | 'workspace' | 'signal'>;

const ATTEMPTS = 10;

/**
 * Edits the state that was read, or none. When another writer is faster, the edits still say what they mean, so
 * they are tried on the new state, unless `ifMatch` names the one that is meant.
 */
export async function editFile(
  call: Call,
  path: WorkspacePath,
  edits: readonly Edit[],
  ifMatch: string | undefined,
) {
  for (let attempt = 1; ; attempt += 1) {
    call.signal.throwIfAborted();
    try {
      return await editState(call, path, edits, ifMatch);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      if (thrown.code === 'file_not_found') throw missing(thrown);
      if (thrown.code !== 'etag_mismatch' || ifMatch !== undefined) throw thrown;
      if (attempt === ATTEMPTS) throw contended(path, thrown);
    }
  }
}

async function editState(
  call: Call,
  path: WorkspacePath,
  edits: readonly Edit[],
  ifMatch: string | undefined,
) {
  const { text: old, stat: before } = await readText(call, path);
  if (ifMatch !== undefined && bare(ifMatch) !== bare(before.etag)) {
    throw new AppError('etag_mismatch', `${displayPath(path)} has changed.`);
  }
  const { text, replacements } = await applyEdits(displayPath(path), old, edits);
  const data = Buffer.from(text);
  if (data.length > LONGEST) throw tooLarge(`${displayPath(path)} would have ${data.length} bytes`);
  call.signal.throwIfAborted();
  const options = { createParents: false, createOnly: false, ifMatch: before.etag };
  const same = text === old;
  const after = same ? before : await call.files.write(call.workspace, path, data, options);
  return { etag: after.etag, size: after.size, replacements, ...changesOf(old, text) };
}

/** As in HTTP, a tag means the same with its quotes and without. */
const bare = (tag: string) => tag.replace(/^"(.*)"$/, '$1');

const missing = (cause: AppError) =>
  new AppError('file_not_found', cause.message, {
    hint: 'fs_edit changes files that exist; create it with fs_write.',
    cause,
  });

const contended = (path: WorkspacePath, cause: AppError) =>
  new AppError(
    'etag_mismatch',
    `${displayPath(path)} changed during each of ${ATTEMPTS} attempts.`,
    {
      hint: 'Call again when nothing else writes to it.',
      cause,
    },
  );
