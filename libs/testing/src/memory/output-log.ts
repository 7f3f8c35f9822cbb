import type { ExecEnd, OutputLog, OutputPage, OutputRecord } from '@devbench/core';

/** Keeps everything; all of it is durable at once. */
export class MemoryOutputLog implements OutputLog {
  readonly #records: OutputRecord[] = [];
  #end: ExecEnd | undefined;
  readonly #readers = new Set<() => void>();
  #durable: (seq: number) => void = () => undefined;

  get lastSeq(): number {
    return this.#records.at(-1)?.seq ?? 0;
  }

  async append(records: readonly OutputRecord[]): Promise<void> {
    this.#records.push(...records.filter(({ seq }) => seq > this.lastSeq));
    this.#durable(this.lastSeq);
    this.#wake();
  }

  end(end: ExecEnd): void {
    this.#end ??= end;
    this.#wake();
  }

  async close(end: ExecEnd): Promise<void> {
    this.end(end);
  }

  async read(afterSeq: number, maxBytes: number, memory?: Uint8Array): Promise<OutputPage> {
    const records: OutputRecord[] = [];
    let bytes = 0;
    for (const record of this.#records.filter(({ seq }) => seq > afterSeq)) {
      bytes += record.data.length;
      if (records.length > 0 && bytes > maxBytes) break;
      memory?.set(record.data, bytes - record.data.length);
      const data = memory?.subarray(bytes - record.data.length, bytes) ?? Buffer.from(record.data);
      records.push({ ...record, data });
    }
    const nextSeq = records.at(-1)?.seq ?? afterSeq;
    const complete = this.#end !== undefined && nextSeq >= this.lastSeq;
    return { records, nextSeq, droppedBytes: 0, complete };
  }

  whenChanged(afterSeq: number, tell: () => void): () => void {
    const look = () => {
      if (this.lastSeq <= afterSeq && !this.#end) return;
      this.#readers.delete(look);
      tell();
    };
    this.#readers.add(look);
    look();
    return () => void this.#readers.delete(look);
  }

  onDurable(listener: (seq: number) => void): void {
    this.#durable = listener;
  }

  #wake(): void {
    for (const look of [...this.#readers]) look();
  }
}
