import { ProtocolViolation } from './violation.ts';

const ALL_ONES = 2 ** 32 - 1;

/** Reads a payload; every method throws `ProtocolViolation` when it is too short. Bytes are views. */
export class PayloadReader {
  private at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.bytes.readUInt8(this.take(1));
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.take(2));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  /** Everything that counts here stays far below 2^53. */
  u64(): number {
    return this.maybeU64() ?? violation();
  }

  /** Undefined for `2^64-1`: not known. */
  maybeU64(): number | undefined {
    const low = this.u32();
    const high = this.u32();
    if (low === ALL_ONES && high === ALL_ONES) return undefined;
    return high < 2 ** 21 ? high * 2 ** 32 + low : violation();
  }

  /** Undefined for `2^32-1`: not known. */
  maybeU32(): number | undefined {
    const value = this.u32();
    return value === ALL_ONES ? undefined : value;
  }

  i64(): bigint {
    return this.bytes.readBigInt64LE(this.take(8));
  }

  raw(length: number): Buffer {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  rest(): Buffer {
    return this.raw(this.left);
  }

  str(): string {
    return this.raw(this.u32()).toString('utf8');
  }

  list<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let count = this.u32(); count > 0; count -= 1) items.push(item());
    return items;
  }

  private take(length: number): number {
    if (length > this.left) violation();
    const at = this.at;
    this.at += length;
    return at;
  }
}

function violation(): never {
  throw new ProtocolViolation('A payload is malformed.');
}
