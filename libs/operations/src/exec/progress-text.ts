import type { Clock, OutputRecord, OutputStream, Progress } from '@devbench/core';

/** Clients show each one; more often than this nobody can read. */
const INTERVAL_MS = 100;
const USUAL_BYTES = 4096;

/** Passes output on as progress, rate-limited: the newest text of each interval. */
export class ProgressText {
  readonly #clock: Clock;
  readonly #send: (progress: Progress) => void;
  readonly #decoders: Record<OutputStream, InstanceType<typeof TextDecoder>> = {
    stdout: new TextDecoder(),
    stderr: new TextDecoder(),
  };
  readonly #longest: number;
  #text = '';
  #bytes = 0;
  #sentAt = -Infinity;

  /** `chunkBytes` is the most of one message. */
  constructor(clock: Clock, send: (progress: Progress) => void, chunkBytes = USUAL_BYTES) {
    this.#clock = clock;
    this.#send = send;
    this.#longest = chunkBytes;
  }

  /** How long the text that waits may wait still, in milliseconds; undefined when there is none. */
  get dueMs(): number | undefined {
    if (this.#text === '') return undefined;
    return Math.max(0, this.#sentAt + INTERVAL_MS - this.#clock.monotonicMs());
  }

  push(records: readonly Pick<OutputRecord, 'stream' | 'data'>[]): void {
    for (const { stream, data } of records) {
      this.#bytes += data.length;
      const text = this.#decoders[stream].decode(data.subarray(-this.#longest), { stream: true });
      this.#text = (this.#text + text).slice(-this.#longest);
    }
    this.flush();
  }

  flush(): void {
    if (this.dueMs !== 0) return;
    this.#sentAt = this.#clock.monotonicMs();
    this.#send({ progress: this.#bytes, message: this.#text });
    this.#text = '';
  }
}
