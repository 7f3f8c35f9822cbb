import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { REFERENCE } from './folder.ts';
import { pages } from './pages.ts';

/** Formatting takes long where much else runs. */
const PATIENCE = { timeout: 120_000 };

it('is what docs/reference says; else run `npm run docs`', PATIENCE, async () => {
  for (const [name, text] of await pages()) {
    await expect(readFile(join(REFERENCE, name), 'utf8')).resolves.toBe(text);
  }
});

it('has a sentence for every setting', PATIENCE, async () => {
  const text = (await pages()).get('settings.md') ?? '';
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) expect(row).toMatch(/\| \S[^|]+\|$/);
});
