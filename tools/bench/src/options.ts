import { parseArgs } from 'node:util';

export interface Options {
  /** Only cases whose name contains it. */
  readonly only: string;
  readonly iterations: number | undefined;
  readonly quick: boolean;
  readonly check: boolean;
  readonly gross: boolean;
  readonly profile: boolean;
  readonly list: boolean;
  readonly image: string;
  readonly json: string | undefined;
  readonly baseline: string | undefined;
  readonly report: string | undefined;
}

export const USAGE = `npm run bench -- [options]

  --only <part>       only cases whose name contains it
  --iterations <n>    rounds of each case
  --quick             the short form
  --check             exit 1 when a ratio is below its floor
  --gross             less than a minute, for CI: exit 1 when a ratio is far below what is usual, three times
  --profile           our side only: leaves a CPU profile and a flame graph in tmp/bench
  --image <image>     of all containers (python:3.11-slim)
  --json <file>       writes everything that was measured
  --baseline <file>   an earlier --json file: says what changed
  --report <file.md>  writes a report, with plots beside it
  --list              names the cases`;

/** @throws Error for what is unknown or no number */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      iterations: { type: 'string' },
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      gross: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      image: { type: 'string', default: 'python:3.11-slim' },
      json: { type: 'string' },
      baseline: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const { iterations, json, baseline, report, ...rest } = values;
  return { ...rest, iterations: positive(iterations), json, baseline, report };
}

function positive(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error('--iterations must be a whole number above 0');
}
