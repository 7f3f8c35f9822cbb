import { parentPort, workerData } from 'node:worker_threads';
import { createIgnoreTree } from './ignore-tree.ts';
import type { Answer, PatternSettings, Question } from './messages.ts';
import { compilePattern } from './pattern.ts';
import { searchContent } from './search-content.ts';

/** Patterns and rules come from callers and workspaces, so they are tried here, where nobody else waits. */
function serve(): void {
  const settings = workerData as PatternSettings;
  const say = (answer: Answer) => parentPort?.postMessage(answer);
  const tree = createIgnoreTree();
  let pattern: ReturnType<typeof compilePattern>;
  try {
    pattern = compilePattern(settings);
  } catch (error) {
    say({ kind: 'refused', message: error instanceof Error ? error.message : '' });
    return;
  }
  parentPort?.on('message', (question: Question & { id: number }) => {
    const { id } = question;
    if (question.ask === 'keep') {
      const { directory, rules, candidates } = question;
      say({ kind: 'kept', id, kept: tree.keep(directory, rules, candidates) });
    } else {
      say({ kind: 'searched', id, result: searchContent(question.content, pattern, settings) });
    }
  });
  say({ kind: 'ready' });
}

serve();
