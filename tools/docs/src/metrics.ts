import { createMetrics } from '@devbench/kernel';

import { code, table } from './table.ts';

/** Every metric that a server has. */
export async function metrics(): Promise<string> {
  const all = await createMetrics().describe();
  const rows = all.map(({ name, type, labels, help }) => [
    code(name),
    type,
    labels.map(code).join(', '),
    help,
  ]);
  return [
    '# Metrics',
    'In the text format of Prometheus: `/metrics` of the HTTP server, the tool `metrics`, `devbench metrics`. Labels have values from closed lists.',
    table(['metric', 'type', 'labels', 'meaning'], rows),
  ].join('\n\n');
}
