import { createMeter, type Meter } from '../proc/meter.ts';
import type { OpenSide, Side } from './case.ts';
import { type Guard, Interrupted } from './guard.ts';
import type { SideResult } from './result.ts';
import type { Stage } from './stage.ts';

/** For a fast side, so that its code has been compiled; of a slow one it is one measurement. */
const WARM_UP_MS = 1_000;

/** What one side shows, round by round. Its failure is a finding, too, and leaves the others alone. */
export class Track {
  readonly #side: Side;
  readonly #guard: Guard;
  readonly #rounds: number[][] = [];
  #open: OpenSide | undefined;
  #meter: Meter | undefined;
  #failure: string | undefined;

  constructor(side: Side, guard: Guard) {
    this.#side = side;
    this.#guard = guard;
  }

  /** Prepares the side and, to warm it up, takes measurements for a while that do not count. */
  async open(stage: Stage, { warmUp }: { warmUp: boolean }): Promise<void> {
    await this.#attempt(async () => {
      const open = await this.#side.open(stage);
      const until = performance.now() + (warmUp ? WARM_UP_MS : 0);
      while (performance.now() < until) await open.sample();
      this.#meter = open.subject && createMeter(open.subject);
      this.#open = open;
    });
  }

  async turn(): Promise<void> {
    const { sample } = this.#open ?? {};
    if (!sample || this.#failure !== undefined) return;
    const { perRound, calls = 1 } = this.#side;
    const samples: number[] = [];
    const measure = async () => {
      for (let count = 0; count < perRound; count += 1) {
        await this.#attempt(async () => {
          samples.push(...[await sample()].flat());
        });
        if (this.#failure !== undefined) break;
      }
      return samples.length * calls;
    };
    await (this.#meter ? this.#meter.around(measure) : measure());
    this.#rounds.push(samples);
  }

  async result(): Promise<Pick<SideResult, 'name' | 'rounds' | 'usage' | 'notes' | 'failure'>> {
    return {
      name: this.#side.name,
      rounds: this.#rounds,
      usage: await this.#meter?.read(),
      notes: (await this.#open?.notes?.()) ?? [],
      failure: this.#failure,
    };
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await this.#guard(work);
    } catch (thrown) {
      if (thrown instanceof Interrupted) throw thrown;
      this.#failure = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
}
