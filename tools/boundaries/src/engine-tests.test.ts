import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test('a package with engine tests has the script that runs them', () => {
  const files = globSync('{apps,libs,tools}/*/src/**/*.{int,e2e}.test.ts', { cwd: root });
  const packages = new Set(files.map((file) => file.split('/', 2).join('/')));
  const without = [...packages].filter((folder) => {
    const { scripts } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    return !scripts?.['test-engine'];
  });
  expect(without).toEqual([]);
});
