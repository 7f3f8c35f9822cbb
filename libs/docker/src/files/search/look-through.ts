import { AppError, type SearchMatch, type SearchQuery, type Workspace } from '@devbench/core';
import type { Ask } from '../guest-files.ts';
import { batchesOf } from './batches.ts';
import { createChoose } from './choose.ts';
import type { PassedOver } from './passed-over.ts';
import type { PatternWorker } from './pattern-worker.ts';
import { LARGEST } from './read-content.ts';
import { requiredText } from './required-text.ts';
import { type SearchedFile, searchFile, searchFiles } from './search-files.ts';
import { walkFiles } from './walk.ts';

/** One is read while another is searched. */
const BATCHES_AT_ONCE = 2;

export interface Looking {
  readonly ask: Ask;
  readonly workspace: Workspace;
  readonly worker: PatternWorker;
  readonly query: SearchQuery;
  readonly passedOver: PassedOver;
}

/** What was found so far; grows while `run` works. */
export interface Findings {
  readonly byFile: Map<number, readonly SearchMatch[]>;
  matches: number;
  files: number;
}

/** Looks through a file or a tree until there are enough matches, `stopped` says so, or the end. */
export async function lookThrough(
  looking: Looking,
  path: string,
  found: Findings,
  stopped: () => boolean,
): Promise<void> {
  const { ask, workspace, query, passedOver } = looking;
  const { choose, startAt } = createChoose(looking);
  await startAt(path);
  const needle = requiredText(query);

  const note = (file: string, order: number, searched: SearchedFile | undefined) => {
    if (searched === undefined) {
      passedOver.closed();
      return;
    }
    const { size, binary, lines } = searched;
    if (size > LARGEST) passedOver.large();
    if (binary) passedOver.binary();
    else found.files += 1;
    if (lines.length === 0) return;
    found.matches += lines.length;
    found.byFile.set(
      order,
      lines.map((line) => ({ path: file, ...line })),
    );
  };

  const batches = batchesOf(
    walkFiles({ ask, workspace, choose, closed: passedOver.orThrow }, path),
  );
  let order = 0;
  const lane = async () => {
    while (!stopped() && found.matches < query.maxResults) {
      const next = await batches.next();
      if (next.done === true) return;
      let rest = next.value;
      let place = order;
      order += rest.length;
      while (rest.length > 0 && !stopped()) {
        const searched = await searchFiles(looking, rest, needle);
        for (const [index, it] of searched.entries()) note(rest[index] ?? '', place + index, it);
        rest = rest.slice(searched.length);
        place += searched.length;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, lane));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_a_directory' || order > 0) throw error;
    note(path, 0, await searchFile(looking, path));
  }
}
