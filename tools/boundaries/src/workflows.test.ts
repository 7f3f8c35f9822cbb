import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const workflows = globSync('.github/workflows/*.yml', { cwd: root }).map(
  (name) => [name, readFileSync(join(root, name), 'utf8')] as const,
);

test.each(workflows)('%s runs only actions that nobody can change', (_, text) => {
  const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action);
  expect(used).not.toEqual([]);
  for (const action of used) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(workflows)('%s may read, and more only where it says so', (_, text) => {
  expect(text).toMatch(/^permissions:\n {2}contents: read\n\w/m);
  expect(text.match(/uses: actions\/checkout/g)?.length ?? 0).toBe(
    text.match(/persist-credentials: false/g)?.length ?? 0,
  );
});

test.each(workflows)('%s runs nothing that a stranger wrote', (_, text) => {
  expect(text).not.toMatch(/pull_request_target|workflow_run|github\.event|head_ref/);
});
