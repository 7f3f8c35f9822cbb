import type { Workspace } from '@devbench/core';
import { OUTCOME, type Sifted } from '../../guest/messages/sift.ts';
import type { Ask } from '../guest-files.ts';
import type { PatternWorker } from './pattern-worker.ts';
import { readContent } from './read-content.ts';
import { sift } from './sift.ts';
import type { FileResult } from './worker/messages.ts';

export interface SearchedFile extends FileResult {
  readonly size: number;
}

interface Parts {
  readonly ask: Ask;
  readonly workspace: Workspace;
  readonly worker: PatternWorker;
}

/**
 * What is in the first of these files, one after the other; undefined for one that cannot be read. Files without the
 * `needle` are not sent.
 */
export async function searchFiles(
  { ask, workspace, worker }: Parts,
  paths: readonly string[],
  needle: string,
): Promise<(SearchedFile | undefined)[]> {
  const { files, bytes } = await sift(ask, workspace, paths, needle);
  const pieces = files.filter(hasContent).map(({ content: { byteOffset, length } }) => ({
    from: byteOffset,
    to: byteOffset + length,
  }));
  const searched = pieces.length > 0 ? await worker.search(bytes, pieces) : [];
  const results = searched.values();
  return files.map((file) => {
    const result = hasContent(file) ? results.next().value : withoutContent(file);
    return result && { ...result, size: file.size };
  });
}

/** One that is named, so that what is wrong with it is told. */
export async function searchFile(
  { ask, workspace, worker }: Parts,
  path: string,
): Promise<SearchedFile | undefined> {
  const { size, data } = await readContent(ask, workspace, path);
  const [result] = await worker.search(new Uint8Array(data), [{ from: 0, to: data.length }]);
  return result && { ...result, size };
}

const hasContent = ({ outcome }: Sifted) => outcome === OUTCOME.CONTENT;

function withoutContent({ outcome }: Sifted): FileResult | undefined {
  if (outcome !== OUTCOME.BINARY && outcome !== OUTCOME.WITHOUT) return undefined;
  return { binary: outcome === OUTCOME.BINARY, lines: [] };
}
