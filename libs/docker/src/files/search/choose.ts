import type { FileEntry, SearchQuery, Workspace } from '@devbench/core';
import type { Ask } from '../guest-files.ts';
import type { PassedOver } from './passed-over.ts';
import type { PatternWorker } from './pattern-worker.ts';
import { LARGEST, readContent } from './read-content.ts';
import type { Choose } from './walk.ts';

const NEVER = new Set(['.git', 'node_modules']);
const RULES = '.gitignore';
const LONGEST_RULES = 64 * 1024;

interface Choosing {
  readonly ask: Ask;
  readonly workspace: Workspace;
  readonly worker: PatternWorker;
  readonly query: SearchQuery;
  readonly passedOver: PassedOver;
}

/** What of a directory is looked into: what is wanted and not ignored. */
export function createChoose({ ask, workspace, worker, query, passedOver }: Choosing) {
  let everything = query.includeIgnored;
  let ruled = false;

  const rulesOf = async (directory: string): Promise<string | undefined> => {
    const path = directory === '' ? RULES : `${directory}/${RULES}`;
    try {
      const { data } = await readContent(ask, workspace, path);
      ruled = true;
      return data.toString('utf8', 0, LONGEST_RULES);
    } catch {
      return undefined;
    }
  };

  const choose: Choose = async (directory, page) => {
    const wanted = page.filter(({ path, type, size }) => {
      if (type === 'directory') return everything || !NEVER.has(nameOf(path));
      if (type !== 'file' || !query.accepts(path)) return false;
      if (size > LARGEST) passedOver.large();
      return size <= LARGEST;
    });
    if (everything) return wanted;
    const hasRules = page.some(({ path, type }) => type === 'file' && nameOf(path) === RULES);
    const rules = hasRules ? await rulesOf(directory) : undefined;
    if (!ruled) return wanted;
    const kept = await worker.keep(directory, rules, wanted.map(toCandidate));
    return wanted.filter((_, index) => kept[index]);
  };

  return {
    choose,
    /** Learns the rules above the directory where the search begins. What is named is searched, also if ignored. */
    startAt: async (path: string): Promise<void> => {
      const parts = path.split('/');
      for (let depth = 0; depth < parts.length && !everything && path !== ''; depth += 1) {
        const above = parts.slice(0, depth).join('/');
        const name = parts[depth] ?? '';
        const candidates = [{ name, directory: true }];
        const [kept] = await worker.keep(above, await rulesOf(above), candidates);
        everything = kept === false || NEVER.has(name);
      }
    },
  };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const toCandidate = ({ path, type }: FileEntry) => ({
  name: nameOf(path),
  directory: type === 'directory',
});
