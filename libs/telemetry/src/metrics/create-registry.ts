import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const PREFIX = 'mcp_devbench_';
const SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600];
const BYTES = [100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/** A registry of this server's own, and how metrics come into it. */
export function createRegistry() {
  const registry = new Registry();
  const of = <Label extends string>(name: string, help: string, labelNames: Label[]) => ({
    name: PREFIX + name,
    help,
    labelNames,
    registers: [registry],
  });
  return {
    registry,
    counter: <Label extends string = never>(name: string, help: string, labels: Label[] = []) =>
      new Counter(of(name, help, labels)),
    gauge: <Label extends string = never>(name: string, help: string, labels: Label[] = []) =>
      new Gauge(of(name, help, labels)),
    seconds: <Label extends string = never>(name: string, help: string, labels: Label[] = []) =>
      new Histogram({ ...of(name, help, labels), buckets: SECONDS }),
    bytes: <Label extends string = never>(name: string, help: string, labels: Label[] = []) =>
      new Histogram({ ...of(name, help, labels), buckets: BYTES }),
  };
}

export type MetricsRegistry = ReturnType<typeof createRegistry>;
