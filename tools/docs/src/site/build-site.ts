import { globSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';

import { page } from './page.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const REPOSITORY = 'https://github.com/devbench/devbench/blob/main';

/** Writes README and docs/ as pages with a menu to `folder`; links to what is no page lead to the repository. */
export async function buildSite(folder: string): Promise<readonly string[]> {
  const sources = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT }).sort()];
  const addresses = new Map(sources.map((source) => [source, addressOf(source)]));
  for (const [source, address] of addresses) {
    const markdown = await readFile(join(ROOT, source), 'utf8');
    const menu = sources.map((other) => ({
      title: titleOf(other),
      href: relative(dirname(address), addressOf(other)),
      current: other === source,
    }));
    const html = page({ title: titleOf(source), menu, body: bodyOf(markdown, source, addresses) });
    await mkdir(join(folder, dirname(address)), { recursive: true });
    await writeFile(join(folder, address), html);
  }
  await cp(join(import.meta.dirname, 'style.css'), join(folder, 'style.css'));
  return [...addresses.values()];
}

const addressOf = (source: string) =>
  source === 'README.md' ? 'index.html' : source.replace(/^docs\//, '').replace(/\.md$/, '.html');

const titleOf = (source: string) => {
  const name = source.replace(/^.*\//, '').replace(/\.md$/, '');
  return name === 'README' ? 'DevBench' : `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
};

function bodyOf(markdown: string, source: string, addresses: ReadonlyMap<string, string>): string {
  const from = dirname(addresses.get(source) ?? '');
  const marked = new Marked(gfmHeadingId(), {
    walkTokens(token) {
      if (token.type !== 'link' || /^([a-z]+:|#)/.test(String(token.href))) return;
      const [path = '', anchor] = String(token.href).split('#');
      const target = join(dirname(source), path);
      const address = addresses.get(target);
      const href = address ? relative(from, address) : `${REPOSITORY}/${target}`;
      token.href = anchor === undefined ? href : `${href}#${anchor}`;
    },
  });
  return marked.parse(markdown, { async: false });
}
