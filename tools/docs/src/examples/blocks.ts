import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../../..');

/** What users read: the agent is for those who build it, and each example has its own test. */
const PAGES = globSync(['*.md', 'docs/{*,guides/*}.md'], { cwd: ROOT });

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** What stands between fences. */
export const blocks: readonly Block[] = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)\n\1```$/gm)].map(
    ([, indent = '', language = '', inner = '']) => ({
      page,
      language,
      text: inner.replaceAll(`\n${indent}`, '\n'),
    }),
  );
});

/** Commands of shell blocks: a line, with those that it goes on in. */
export const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ page, text }) =>
    text
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => ({ page, command: line.replace(/\s+# .*$/, '').trim() })),
  );
