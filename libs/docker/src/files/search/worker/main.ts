import { parentPort } from 'node:worker_threads';
import { createIgnoreTree } from './ignore-tree.ts';
import type { Answer, PatternSettings, Question } from './messages.ts';
import { compilePattern } from './pattern.ts';
import { searchContent } from './search-content.ts';

/** Patterns and rules come from callers and workspaces, so they are tried here, where nobody else waits. */
function serve(): void {
  let search: ReturnType<typeof startSearch> | undefined;

  const answer = (question: Question): Answer => {
    if (question.ask === 'begin') {
      search = undefined;
      try {
        search = startSearch(question.settings);
        return { kind: 'ready' };
      } catch (error) {
        return { kind: 'refused', message: error instanceof Error ? error.message : '' };
      }
    }
    if (search === undefined) throw new Error('No search has begun.');
    return search(question);
  };
  parentPort?.on('message', ({ id, ...question }: Question & { id: number }) => {
    parentPort?.postMessage({ id, ...answer(question) });
  });
}

/** @throws when its pattern is none */
function startSearch(settings: PatternSettings) {
  const tree = createIgnoreTree();
  const pattern = compilePattern(settings);
  return (question: Exclude<Question, { ask: 'begin' }>): Answer => {
    if (question.ask === 'keep') {
      const { directory, rules, candidates } = question;
      return { kind: 'kept', kept: tree.keep(directory, rules, candidates) };
    }
    const { contents, pieces } = question;
    const results = pieces.map(({ from, to }) =>
      searchContent(contents.subarray(from, to), pattern, settings),
    );
    return { kind: 'searched', results };
  };
}

serve();
