import { Worker } from 'node:worker_threads';
import { AppError } from '@devbench/core';
import type {
  Answer,
  Candidate,
  FileResult,
  PatternSettings,
  Piece,
  Question,
} from './worker/messages.ts';

/** A thread that knows one pattern at a time. Whatever it is given, it can be ended at any time. */
export interface PatternWorker {
  /** @throws AppError `invalid_argument` when the pattern is none */
  begin(settings: PatternSettings): Promise<void>;
  keep(
    directory: string,
    rules: string | undefined,
    candidates: readonly Candidate[],
  ): Promise<readonly boolean[]>;
  /** One result for each piece. The contents are given away. */
  search(
    contents: Uint8Array<ArrayBuffer>,
    pieces: readonly Piece[],
  ): Promise<readonly FileResult[]>;
  /** Lets the process end while nothing is asked. */
  rest(): void;
  /** What is not answered yet rejects. */
  stop(): Promise<void>;
}

const HEAP_MB = 256;
// Built, it is JavaScript; from the sources Node runs it as it is.
const ENTRY = new URL(`./worker/main${import.meta.url.slice(-3)}`, import.meta.url);

export function startPatternWorker(): PatternWorker {
  const worker = new Worker(ENTRY, {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  const waiting = new Map<
    number,
    { resolve: (answer: Answer) => void; reject: (why: unknown) => void }
  >();
  let over: unknown;
  let lastId = 0;

  const end = (why: unknown) => {
    over ??= why;
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  worker.on('error', (cause) => end(exhausted(cause)));
  worker.on('exit', () => end(new AppError('unexpected', 'The search has ended.')));
  worker.on('message', ({ id, ...answer }: Answer & { id: number }) => {
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });

  const ask = async (question: Question, transfer: ArrayBuffer[] = []): Promise<Answer> => {
    if (over !== undefined) throw over as Error;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    worker.postMessage({ id: lastId, ...question }, transfer);
    return promise;
  };

  return {
    async begin(settings) {
      worker.ref();
      const told = await ask({ ask: 'begin', settings });
      if (told.kind === 'refused') throw refused(told.message);
    },
    async keep(directory, rules, candidates) {
      const told = await ask({ ask: 'keep', directory, rules, candidates });
      return told.kind === 'kept' ? told.kept : [];
    },
    async search(contents, pieces) {
      const told = await ask({ ask: 'search', contents, pieces }, [contents.buffer]);
      return told.kind === 'searched' ? told.results : [];
    },
    rest() {
      worker.unref();
    },
    async stop() {
      await worker.terminate();
    },
  };
}

const refused = (message: string) =>
  new AppError('invalid_argument', `pattern: ${message.slice(0, 300)}.`, {
    hint: 'Regular expressions are of RE2: no look-around, no back-references. Or set literal.',
  });

const exhausted = (cause: unknown) =>
  new AppError('too_large', 'The search needs too much memory.', {
    hint: 'Use a simpler pattern, a glob, or a smaller directory.',
    cause,
  });
