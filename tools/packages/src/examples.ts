import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** Writes the TypeScript that README files and guides show to a folder, and answers the names of the files. */
export function copyExamples(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const pages = globSync('{docs/guides/*,libs/*/README}.md', { cwd: ROOT });
  return pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, program = ''], n) => {
      const name = `${page.replaceAll(/\W/g, '-')}-${n}.ts`;
      writeFileSync(join(folder, name), program);
      return name;
    });
  });
}
