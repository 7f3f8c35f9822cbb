import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const PAGES = globSync(['*.md', '{apps,docs,examples,docker,libs,.github}/**/*.md'], {
  cwd: ROOT,
  exclude: (name) =>
    name.includes('node_modules') || name.includes('target') || name.endsWith('dist'),
});

/** Headings as they are addressed on GitHub. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (text: string) =>
  [...text.replaceAll(/```.*?```/gs, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link));

it.each(PAGES)('%s leads nowhere that does not exist', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const dead = linksOf(text).filter((link) => {
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
  });
  expect(dead).toEqual([]);
});

it('has every guide in the README', () => {
  const readme = linksOf(readFileSync(join(ROOT, 'README.md'), 'utf8'));
  expect(readme).toEqual(expect.arrayContaining(globSync('docs/guides/*.md', { cwd: ROOT })));
});
