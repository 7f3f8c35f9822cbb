import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withPathsTo } from './with-paths-to.ts';

export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly body: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
};

/** `.ts` where this runs from its sources, `.js` where it is built; the page is beside it either way. */
const KIND = extname(import.meta.filename);
const MODULES = join(import.meta.dirname, 'page');
const ASSETS = join(import.meta.dirname, '../assets');

/** Packages that the page imports, and where it finds them. */
const PACKAGES = { preact: 'vendor/preact.js', 'preact/hooks': 'vendor/hooks.js' };

/** All files of the page, by their path in its URL. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  const add = (path: string, text: string) => {
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    files.set(path, { type: TYPES[extname(path) || '.html'] ?? 'text/plain', etag, body: text });
  };

  for (const name of ['icon.svg', 'style.css']) add(name, read(join(ASSETS, name)));
  add('', read(join(ASSETS, 'index.html')).replace('app/main.ts', `app/main${KIND}`));
  for (const name of globSync(`**/*${KIND}`, { cwd: MODULES })) {
    if (name.includes('.test.')) continue;
    const text = read(join(MODULES, name));
    const path = `app/${name}`;
    add(path, withPathsTo(PACKAGES, path, KIND === '.ts' ? stripTypeScriptTypes(text) : text));
  }
  for (const [name, path] of Object.entries(PACKAGES))
    add(path, withPathsTo(PACKAGES, path, read(fileURLToPath(import.meta.resolve(name)))));
  return files;
}

const read = (path: string) =>
  readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
