/** Builds a payload: little-endian integers, strings and lists with a `u32` length. */
export class PayloadWriter {
  private bytes = Buffer.allocUnsafe(256);
  private used = 0;

  u8(value: number): this {
    const at = this.room(1);
    this.bytes.writeUInt8(value, at);
    return this;
  }

  u16(value: number): this {
    const at = this.room(2);
    this.bytes.writeUInt16LE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.room(4);
    this.bytes.writeUInt32LE(value, at);
    return this;
  }

  /** A whole number up to 2^53. */
  u64(value: number): this {
    this.u32(value % 2 ** 32);
    return this.u32(Math.floor(value / 2 ** 32));
  }

  raw(data: Uint8Array): this {
    const at = this.room(data.length);
    this.bytes.set(data, at);
    return this;
  }

  str(text: string): this {
    const length = Buffer.byteLength(text);
    this.u32(length);
    const at = this.room(length);
    this.bytes.write(text, at);
    return this;
  }

  list(items: readonly string[]): this {
    this.u32(items.length);
    for (const item of items) this.str(item);
    return this;
  }

  finish(): Buffer {
    return this.bytes.subarray(0, this.used);
  }

  /** The place of that many new bytes; `bytes` may be another buffer afterwards. */
  private room(length: number): number {
    const at = this.used;
    this.used += length;
    if (this.used > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.used, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    return at;
  }
}
