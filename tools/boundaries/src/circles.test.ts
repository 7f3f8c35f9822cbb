import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const files = globSync('{apps,libs,tools}/*/src/**/*.ts', { cwd: root });

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );

test('no file imports itself by way of others, not even its types', () => {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
    if (trail.includes(file) || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);

  expect([...imports.values()].flat().length).toBeGreaterThan(1000);
  expect(circles).toEqual([]);
});
