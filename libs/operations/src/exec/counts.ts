/** How many there are of each name; names without any take no room. */
export interface Counts {
  of(name: string): number;
  add(name: string, change: 1 | -1): void;
}

export function createCounts(): Counts {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  return {
    of,
    add(name, change) {
      const now = of(name) + change;
      if (now > 0) counts.set(name, now);
      else counts.delete(name);
    },
  };
}
