import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { createMetrics } from './create-metrics.ts';

const FOLDER = join(import.meta.dirname, '../../../../docker/monitoring');
const NAME = /mcp_devbench_\w+/g;
const MATCHED = /(mcp_devbench_\w+)\{(\w+)=/g;

const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

/** A histogram is three series. */
async function series() {
  const all = await createMetrics().describe();
  return new Map(
    all.flatMap(({ name, type, labels }) =>
      (type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']).map(
        (suffix) => [name + suffix, labels] as const,
      ),
    ),
  );
}

it.each(['dashboard.json', 'alerts.yml'])('%s asks for what there is', async (file) => {
  const known = await series();
  const text = read(file);
  const asked = [...text.matchAll(NAME)].map(([name]) => name);

  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
  for (const [, name = '', label = ''] of text.matchAll(MATCHED))
    expect(known.get(name)).toContain(label);
});

it('shows every metric on the dashboard', async () => {
  const text = read('dashboard.json');
  const names = (await createMetrics().describe()).map(({ name }) => name);

  expect(() => JSON.parse(text) as unknown).not.toThrow();
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});
