import { createMetrics } from '@devbench/kernel';
import { type Metric, parsePrometheus } from '@devbench/testing';
import { expect, it } from 'vitest';

import { IMAGE } from '../testing/session.ts';
import { busyServer } from '../testing/busy-server.ts';

const MINUTE_MS = 60_000;
const { alice, root, box, scrape } = busyServer({
  MCP_WARM_POOL_ENABLED: 'true',
  MCP_WARM_POOL_IMAGE: IMAGE,
  MCP_WARM_POOL_SIZE: '1',
  MCP_MAX_CONCURRENT_EXECS: '2',
});

const hasMoved = ({ samples }: Metric) => samples.some(({ value }) => value > 0);
const read = async () => parsePrometheus(await (await scrape()).text());
const valueOf = (metrics: readonly Metric[], name: string) =>
  metrics.find((metric) => metric.name === `mcp_devbench_${name}`)?.samples[0]?.value;

it(
  'moves every metric, in a format that Prometheus reads',
  { timeout: 3 * MINUTE_MS },
  async () => {
    const container_id = box();
    await alice().data('attach', { target: 'box', client_name: 'test', session_id: 's' });
    await alice().data('exec_run', { container_id, script: 'echo hello' });
    await alice().data('fs_write', { container_id, path: 'a', content: 'b' });
    await alice().call('fs_read', { container_id, path: 'not-there' });
    const sleep = { container_id, cmd: ['sleep', '600'] };
    for (let n = 0; n < 3; n += 1) await alice().data('exec_start', sleep);

    const known = await createMetrics().describe();
    const unmoved = async () => {
      const metrics = await read();
      expect(metrics.map(({ name }) => name)).toEqual(known.map(({ name }) => name));
      return metrics.filter((metric) => !hasMoved(metric)).map(({ name }) => name);
    };
    await expect.poll(unmoved, { timeout: MINUTE_MS }).toEqual([]);

    const metrics = await read();
    expect(valueOf(metrics, 'active_containers')).toBe(1);
    expect(valueOf(metrics, 'active_attachments')).toBe(1);
    expect(valueOf(metrics, 'running_execs')).toBe(2);
    expect(valueOf(metrics, 'queued_execs')).toBe(1);
    for (const { name, labels } of known) {
      const samples = metrics.find((metric) => metric.name === name)?.samples ?? [];
      for (const sample of samples)
        expect([...labels, 'le']).toEqual(expect.arrayContaining(Object.keys(sample.labels)));
    }
  },
);

it('is the same as a tool, for administrators', async () => {
  const prefix = 'mcp_devbench_up';
  const { metrics } = await root().data<{ metrics: string }>('metrics', { prefix });
  expect(metrics).toContain('mcp_devbench_up{part="engine"} 1\n');
  expect(metrics).not.toContain('exec_total');

  expect(await alice().call('metrics')).toMatchObject({ code: 'permission_denied' });
  expect((await scrape('alice')).status).toBe(403);
});
