import { median } from '../stats/quantile.ts';
import { guestOf } from './guest.ts';
import { residentMiB } from './memory.ts';
import { readStat } from './process-stat.ts';
import type { Subject } from './subject.ts';

/** What the work costs beside time; a figure that cannot be seen is missing. */
export interface Usage {
  readonly cpuMsPerCall: number | undefined;
  readonly serverMiB: number | undefined;
  readonly guestMiB: number | undefined;
  readonly shimMiB: number | undefined;
}

/** Adds up the processor time of a side while it is its turn. */
export function createMeter({ pid, containers }: Subject) {
  let spentMs = 0;
  let calls = 0;
  let visible = true;
  const cpuMs = async () => {
    const stat = await readStat(pid);
    visible &&= stat !== undefined;
    return stat?.cpuMs ?? 0;
  };

  return {
    /** The turn resolves to the number of its calls. */
    async around(turn: () => Promise<number>): Promise<void> {
      const before = await cpuMs();
      calls += await turn();
      spentMs += (await cpuMs()) - before;
    },
    async read(): Promise<Usage> {
      const guests = await Promise.all(containers.map(guestOf));
      const memory = async (pids: readonly (number | undefined)[]) => {
        const known = pids.filter((pid) => pid !== undefined);
        const sizes = await Promise.all(known.map(residentMiB));
        const seen = sizes.filter((size) => size !== undefined);
        return seen.length > 0 ? median(seen) : undefined;
      };
      return {
        cpuMsPerCall: visible && calls > 0 ? spentMs / calls : undefined,
        serverMiB: await residentMiB(pid),
        guestMiB: await memory(guests.map((guest) => guest?.pid)),
        shimMiB: await memory(guests.map((guest) => guest?.shim)),
      };
    },
  };
}

export type Meter = ReturnType<typeof createMeter>;
