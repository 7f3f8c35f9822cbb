import type { Clock, ExecEnd, OutputLog, OutputRecord } from '@devbench/core';

import { createBlocks } from './blocks.ts';
import type { Disk } from './disk.ts';
import { expired, translate } from './errors.ts';
import { createPage } from './page.ts';
import { fill } from './reader.ts';
import { SHELVED_BYTES } from './shelving.ts';
import type { Chunk, Tail } from './tail.ts';

/** A log, and what its store does with it. */
export interface Log {
  readonly output: OutputLog;
  readonly disk: Disk;
  hasEnded(): boolean;
  /** Whether it holds output that this server alone has. */
  isUnwritten(): boolean;
  /** Writes what is in memory. */
  flush(): Promise<void>;
  /** Closes its files, at once, without writing. Whoever waits is let go. */
  release(): Promise<void>;
  /** From now on there is nothing here. */
  expire(): Promise<void>;
}

export interface LogOptions {
  readonly clock: Omit<Clock, 'after'>;
  readonly memoryBytes: number;
  readonly perExecBytes: number;
  /** Makes room for that many bytes on disk. */
  readonly reserve: (bytes: number) => Promise<void>;
  /** Keeps a small output that nothing was written of. */
  readonly shelve: (chunks: readonly Chunk[], end: ExecEnd, endedAt: Date) => Promise<void>;
  readonly freed: (bytes: number) => void;
  /** Called when output comes, and when all of it is safe after the end. */
  readonly onChange: (log: Log) => void;
}

export function createLog(
  { tail, disk, end: recovered }: { tail: Tail; disk: Disk; end: ExecEnd | undefined },
  options: LogOptions,
): Log {
  const { clock, memoryBytes, perExecBytes } = options;
  /** Those who wait for news; each looks whether it is for him. */
  const readers = new Set<() => void>();
  const blocks = createBlocks();
  const listeners = new Set<(seq: number) => void>();
  let state: 'open' | 'released' | 'expired' = 'open';
  let end = recovered;
  let writing: Promise<void> | undefined;
  let closing = recovered && Promise.resolve();

  const wake = () => {
    for (const look of [...readers]) look();
  };
  const write = async (put: (chunks: readonly Chunk[]) => Promise<void>) => {
    const chunks = tail.unwritten();
    await options.reserve(chunks.reduce((sum, { length }) => sum + length, 0));
    await put(chunks);
    tail.written(chunks);
    tail.trim(memoryBytes);
    const seq = chunks.at(-1)?.last.seq;
    if (seq !== undefined) for (const listener of listeners) listener(seq);
    while (
      disk.bytes() > perExecBytes &&
      disk.oldestAt() !== undefined &&
      disk.segments.length > 1
    ) {
      options.freed(await disk.dropOldest());
    }
  };
  /** One write at a time; joins the one that runs. */
  const spool = (): Promise<void> => {
    writing ??= write((chunks) => disk.write(chunks)).then(
      () => {
        writing = undefined;
        if (state === 'open' && tail.unwrittenBytes() > memoryBytes / 2) spoolInBackground();
      },
      (error: unknown) => {
        writing = undefined;
        throw translate(error);
      },
    );
    return writing;
  };
  // Whoever has to wait for room tries again and gets the failure.
  const spoolInBackground = () => void spool().catch(() => undefined);
  const room = async () => {
    while (state === 'open' && tail.unwrittenBytes() > memoryBytes) await spool();
  };
  const settle = () => writing?.catch(() => undefined);
  const finish = async (ending: ExecEnd) => {
    await settle();
    if (state !== 'open') return;
    const small = disk.isUntouched() && tail.unwrittenBytes() <= SHELVED_BYTES;
    await write((chunks) =>
      small
        ? options.shelve(chunks, ending, clock.now())
        : disk.finish(chunks, ending, clock.now()),
    );
    tail.finish();
    options.onChange(log);
  };

  const output: OutputLog = {
    get lastSeq() {
      return tail.end().seq;
    },
    async append(records) {
      await room();
      const news = unknown(records, tail.end().seq);
      if (news.length === 0 || state !== 'open' || end) return;
      tail.append(news);
      tail.trim(memoryBytes);
      options.onChange(log);
      wake();
      if (tail.unwrittenBytes() > memoryBytes / 2) spoolInBackground();
      await room();
    },
    end(how) {
      end ??= how;
      wake();
    },
    close(how) {
      output.end(how);
      closing ??= finish(end ?? how).catch((error: unknown) => {
        closing = undefined;
        throw translate(error);
      });
      return closing;
    },
    async read(afterSeq, maxBytes, memory) {
      if (state === 'expired') throw expired();
      const page = createPage(afterSeq, maxBytes, memory);
      try {
        const logEnd = await fill(page, { tail, disk, blocks });
        return page.finish(logEnd, logEnd.seq === tail.end().seq ? end : undefined);
      } catch (error) {
        throw translate(error);
      }
    },
    whenChanged(afterSeq, tell) {
      const look = () => {
        if (state === 'open' && !end && tail.end().seq <= afterSeq) return;
        readers.delete(look);
        tell();
      };
      readers.add(look);
      look();
      return () => void readers.delete(look);
    },
    onDurable: (listener) => void listeners.add(listener),
  };

  const leave = async (to: 'released' | 'expired') => {
    state = to;
    wake();
    await settle();
    await closing?.catch(() => undefined);
    await disk.close();
  };
  const log: Log = {
    output,
    disk,
    hasEnded: () => end !== undefined,
    isUnwritten: () => tail.unwrittenBytes() > 0,
    async flush() {
      await settle();
      if (state === 'open' && !end && tail.unwrittenBytes() > 0) await spool();
    },
    release: () => leave('released'),
    expire: () => leave('expired'),
  };
  return log;
}

function unknown(records: readonly OutputRecord[], lastSeq: number): readonly OutputRecord[] {
  const first = records[0];
  return first && first.seq > lastSeq ? records : records.filter(({ seq }) => seq > lastSeq);
}
