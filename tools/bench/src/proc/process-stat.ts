import { readFile } from 'node:fs/promises';

export interface ProcessStat {
  readonly name: string;
  readonly parent: number;
  readonly cpuMs: number;
}

/** Linux always counts in hundredths here. */
const TICK_MS = 10;

/** The line of `/proc/<pid>/stat`. A name may contain anything, also a parenthesis. */
export function parseStat(line: string): ProcessStat {
  const end = line.lastIndexOf(')');
  const fields = line.slice(end + 2).split(' ');
  const field = (index: number) => Number(fields[index]);
  return {
    name: line.slice(line.indexOf('(') + 1, end),
    parent: field(1),
    cpuMs: (field(11) + field(12)) * TICK_MS,
  };
}

/** Undefined when there is no such process, or no `/proc`. */
export async function readStat(pid: number): Promise<ProcessStat | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return line === undefined ? undefined : parseStat(line);
}
