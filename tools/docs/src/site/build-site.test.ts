import { existsSync, mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

import { buildSite } from './build-site.ts';

it('makes a page of every document, and no link leads nowhere', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'site-'));

  const pages = await buildSite(folder.path);

  expect(pages).toContain('index.html');
  expect(pages).toContain('reference/tools.html');
  const dead = pages.flatMap((page) => {
    const html = readFileSync(join(folder.path, page), 'utf8');
    return [...html.matchAll(/ href="([^"#]+)/g)]
      .map(([, href = '']) => href)
      .filter((href) => !href.includes(':'))
      .filter((href) => !existsSync(join(folder.path, dirname(page), href)))
      .map((href) => `${page}: ${href}`);
  });
  expect(dead).toEqual([]);
});
