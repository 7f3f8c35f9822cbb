import type { OpenSide, Side } from '../harness/case.ts';

/**
 * The same side so many times, in turn: two servers that do the same differ by more than what is measured with it, and
 * one of each would say which of them was luckier.
 */
export const several = (count: number, side: Side): Side => ({
  name: side.name,
  perRound: side.perRound,
  async open(stage) {
    const opened: OpenSide[] = [];
    while (opened.length < count) opened.push(await side.open(stage));
    let samples = 0;
    return {
      sample() {
        const turn = Math.floor(samples / side.perRound) % count;
        samples += 1;
        return opened[turn]?.sample() ?? Promise.reject(new Error('There are none.'));
      },
    };
  },
});
