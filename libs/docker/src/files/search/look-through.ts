import { AppError, type SearchMatch, type SearchQuery, type Workspace } from '@devbench/core';
import type { Ask } from '../guest-files.ts';
import { createChoose } from './choose.ts';
import type { PassedOver } from './passed-over.ts';
import type { PatternWorker } from './pattern-worker.ts';
import { LARGEST, readContent } from './read-content.ts';
import { walkFiles } from './walk.ts';

/** Files that are read at a time. */
const DEPTH = 8;

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
  const { ask, workspace, worker, query, passedOver } = looking;
  const { choose, startAt } = createChoose(looking);
  await startAt(path);

  const look = async (file: string, order: number) => {
    const { size, data } = await readContent(ask, workspace, file);
    if (size > LARGEST) passedOver.large();
    const { binary, lines } = await worker.search(data);
    if (binary) passedOver.binary();
    else found.files += 1;
    if (lines.length === 0) return;
    found.matches += lines.length;
    found.byFile.set(
      order,
      lines.map((line) => ({ path: file, ...line })),
    );
  };

  const files = walkFiles({ ask, workspace, choose, closed: passedOver.closed }, path);
  let order = 0;
  const lane = async () => {
    while (!stopped() && found.matches < query.maxResults) {
      const next = await files.next();
      if (next.done === true) return;
      order += 1;
      await look(next.value.path, order).catch(passedOver.closed);
    }
  };
  try {
    await Promise.all(Array.from({ length: DEPTH }, lane));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_a_directory' || order > 0) throw error;
    await look(path, 1);
  }
}
