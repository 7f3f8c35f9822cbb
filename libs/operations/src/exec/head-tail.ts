import { continuationHead, incompleteTail } from '../text/utf8.ts';

/** What is kept of one stream: its beginning and its end. */
export interface Excerpt {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** Between the two. */
  readonly omitted: number;
}

/** Keeps the first and the last bytes of a stream, within a budget. */
export class HeadTail {
  readonly #budget: number;
  readonly #head: Uint8Array[] = [];
  #headBytes = 0;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  #end = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Of everything so far, what was lost included. */
  get total(): number {
    return this.#end;
  }

  /** `offset` is that of the first byte; a jump says that bytes are lost. */
  push(offset: number, data: Uint8Array): void {
    let rest = data;
    if (offset > this.#end) this.#tail = [];
    if (offset > this.#end) this.#tailBytes = 0;
    const contiguous = offset === this.#headBytes && this.#end === this.#headBytes;
    this.#end = offset + data.length;
    if (contiguous) {
      const taken = rest.subarray(0, this.#budget - this.#headBytes);
      this.#head.push(taken);
      this.#headBytes += taken.length;
      rest = rest.subarray(taken.length);
    }
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    for (let first = this.#tail[0]; first; first = this.#tail[0]) {
      if (this.#tailBytes - first.length < this.#budget) break;
      this.#tailBytes -= first.length;
      this.#tail.shift();
    }
  }

  /** Everything when it fits in `budget`, else half of it from either end, cut between characters. */
  excerpt(budget: number): Excerpt {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    const gap = this.#end - head.length - tail.length;
    if (gap === 0 && this.#end <= budget) {
      return { head: Buffer.concat([head, tail]), tail: new Uint8Array(), omitted: 0 };
    }
    const all = gap === 0 ? Buffer.concat([head, tail]) : undefined;
    const half = Math.floor(budget / 2);
    const first = (all ?? head).subarray(0, half);
    const last = (all ?? tail).subarray(-Math.max(1, budget - half));
    const kept = {
      head: first.subarray(0, first.length - incompleteTail(first)),
      tail: last.subarray(continuationHead(last)),
    };
    return { ...kept, omitted: this.#end - kept.head.length - kept.tail.length };
  }
}
