/** What whoever follows a link is given. */
export interface Content {
  /** Of a file to keep it in. */
  readonly name: string;
  readonly size: number;
  /** Equal only for equal bytes; with its quotes, as HTTP has it. */
  readonly etag: string;
  /** Rejects when not all of it is to be had any more. */
  readonly read: (from: number, length: number) => AsyncIterable<Uint8Array>;
}

/** Hands it over; `signal` aborts when that takes too long, or the server stops. */
export type Give = (content: Content, signal: AbortSignal) => Promise<void>;

export interface Upload {
  /** In bytes, when the sender said it. */
  readonly size: number | undefined;
  /** To be read once. Rejects when the sender is gone. */
  readonly data: AsyncIterable<Uint8Array>;
}
