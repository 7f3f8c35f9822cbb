import type { CallObserver, EngineObserver, Gauges, Meter, Traffic } from '@devbench/core';

import { callMetrics } from './call-metrics.ts';
import { createRegistry } from './create-registry.ts';
import { engineMetrics } from './engine-metrics.ts';
import { stateGauges } from './state-gauges.ts';
import { together } from './together.ts';

export interface Metrics extends Meter {
  readonly calls: CallObserver;
  readonly engine: EngineObserver;
  /** Says who counts bytes. */
  readonly traffic: (read: () => Traffic) => void;
  /** All there are, for those who write about them. */
  describe(): Promise<readonly MetricDescription[]>;
}

export interface MetricDescription {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

export function createMetrics(): Metrics {
  const made = createRegistry();
  const { registry } = made;
  const calls = together(callMetrics(made));
  const engine = engineMetrics(made);
  const show = stateGauges(made);
  let gauges: (() => Promise<Gauges>) | undefined;
  let traffic: (() => Traffic) | undefined;

  return {
    calls: calls.observer,
    engine,
    source: (read) => void (gauges = read),
    traffic: (read) => void (traffic = read),
    async text(prefix = '') {
      calls.count();
      if (traffic) engine.set(traffic());
      if (gauges) show(await gauges());
      const names = registry.getMetricsAsArray().map(({ name }) => name);
      const chosen = names.filter((name) => name.startsWith(prefix));
      const texts = await Promise.all(chosen.map((name) => registry.getSingleMetricAsString(name)));
      return `${texts.join('\n\n')}\n`;
    },
    async describe() {
      const all = await registry.getMetricsAsJSON();
      return registry.getMetricsAsArray().map(({ name, help, ...rest }) => ({
        ...{ name, help },
        type: String(all.find((one) => one.name === name)?.type),
        labels: (rest as unknown as { labelNames: string[] }).labelNames,
      }));
    },
  };
}
