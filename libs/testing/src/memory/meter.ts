import type { Gauges, Meter } from '@devbench/core';

/** Its text is the gauges as JSON. */
export class MemoryMeter implements Meter {
  #read: (() => Promise<Gauges>) | undefined;

  source(read: () => Promise<Gauges>): void {
    this.#read = read;
  }

  async text(): Promise<string> {
    return JSON.stringify(await this.#read?.());
  }
}
