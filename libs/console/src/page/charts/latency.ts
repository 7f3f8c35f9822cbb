import type { AuditView } from '@devbench/operations';

const LONGEST_MS = 5 * 60_000;
const SHORTEST_MS = 30_000;
const STEPS = 60;

/** Calls that wait for something by themselves tell nothing of how fast the server is. */
const WAITING =
  /^(exec_run|exec_poll|watch_overview|spawn|attach|start|stop|kill|fork|docker_|execute_|snapshot_)/;

export interface Latency {
  /** Milliseconds in the middle of each step, oldest first; none where nobody called. */
  readonly medians: readonly (number | undefined)[];
  readonly median: number | undefined;
  readonly slowest: number | undefined;
  readonly count: number;
}

/** How long calls took in the last five minutes, or since the first of them. */
export function latencyOf(entries: Iterable<AuditView>, now: number): Latency {
  const calls = [...entries].flatMap(({ at, action, duration_ms: ms }) => {
    const age = now - Date.parse(at);
    const counts = ms !== null && !WAITING.test(action) && age >= 0 && age < LONGEST_MS;
    return counts ? [{ age, ms }] : [];
  });
  const span = Math.max(SHORTEST_MS, ...calls.map(({ age }) => age + 1));
  const steps: number[][] = Array.from({ length: STEPS }, () => []);
  for (const { age, ms } of calls) steps[STEPS - 1 - Math.floor((age / span) * STEPS)]?.push(ms);
  const all = calls.map(({ ms }) => ms);
  return {
    medians: steps.map(middle),
    median: middle(all),
    slowest: all.length === 0 ? undefined : Math.max(...all),
    count: all.length,
  };
}

const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
