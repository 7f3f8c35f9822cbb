/** The same in every short run, so that it can be had again; another in every long one. It belongs into the name of the test. */
export const SEED = Number(
  process.env.DEVBENCH_SEED ??
    (process.env.DEVBENCH_LONG === undefined ? 1 : Math.floor(Math.random() * 1e9)),
);

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    integer,
    chance: (probability: number) => next() < probability,
    pick: <Item>(items: readonly [Item, ...Item[]]): Item =>
      items[integer(0, items.length - 1)] ?? items[0],
  };
}

export type Random = ReturnType<typeof createRandom>;
