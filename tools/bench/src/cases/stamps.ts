const LINES = 20;

/** Writes lines with its clock, far enough apart that somebody waits for each of them. */
export const STAMPS = [
  'python3',
  '-c',
  [
    'import time',
    `for _ in range(${LINES}):`,
    '    time.sleep(0.03)',
    '    print(time.monotonic_ns(), flush=True)',
  ].join('\n'),
];

const monotonicNs = () => process.hrtime.bigint();

/** Compares the clock in each line with that of its arrival. */
export function createStampReader(now: () => bigint = monotonicNs) {
  const latencies: number[] = [];
  let rest = '';
  return {
    push: (text: string): void => {
      const at = now();
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) latencies.push(Number(at - BigInt(line)) / 1e6);
    },
    /** @throws Error when lines are missing, or the clocks are not the same */
    latencies(): readonly number[] {
      if (latencies.length !== LINES) throw new Error(`${latencies.length} of ${LINES} lines came`);
      if (latencies.some((latency) => latency < 0 || latency > 60_000)) {
        throw new Error('the container has another clock');
      }
      return latencies;
    },
  };
}
