import { Worker } from 'node:worker_threads';
import { AppError } from '@devbench/core';
import type {
  Answer,
  Candidate,
  FileResult,
  PatternSettings,
  Question,
} from './worker/messages.ts';

/** A thread that knows one pattern. Whatever it is given, it can be ended at any time. */
export interface PatternWorker {
  keep(
    directory: string,
    rules: string | undefined,
    candidates: readonly Candidate[],
  ): Promise<readonly boolean[]>;
  search(content: Uint8Array): Promise<FileResult>;
  /** What is not answered yet rejects. */
  stop(): Promise<void>;
}

const HEAP_MB = 256;
// Built, it is JavaScript; from the sources Node runs it as it is.
const ENTRY = new URL(`./worker/main${import.meta.url.slice(-3)}`, import.meta.url);

type Told = Exclude<Answer, { kind: 'ready' | 'refused' }>;

/** @throws AppError `invalid_argument` when the pattern is none */
export async function startPatternWorker(settings: PatternSettings): Promise<PatternWorker> {
  const worker = new Worker(ENTRY, {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  const waiting = new Map<
    number,
    { resolve: (told: Told) => void; reject: (why: unknown) => void }
  >();
  const ready = Promise.withResolvers<undefined>();
  let over: unknown;
  let lastId = 0;

  const end = (why: unknown) => {
    over ??= why;
    ready.reject(over);
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  worker.on('error', (cause) => end(exhausted(cause)));
  worker.on('exit', () => end(new AppError('unexpected', 'The search has ended.')));
  worker.on('message', (answer: Answer) => {
    if (answer.kind === 'ready') ready.resolve(undefined);
    else if (answer.kind === 'refused') ready.reject(refused(answer.message));
    else {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    }
  });

  const ask = (question: Question, transfer: ArrayBuffer[] = []): Promise<Told> => {
    const { promise, resolve, reject } = Promise.withResolvers<Told>();
    if (over !== undefined) reject(over);
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    worker.postMessage({ id: lastId, ...question }, transfer);
    return promise;
  };
  const stop = async () => {
    await worker.terminate();
  };

  try {
    await ready.promise;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    async keep(directory, rules, candidates) {
      const told = await ask({ ask: 'keep', directory, rules, candidates });
      return told.kind === 'kept' ? told.kept : [];
    },
    async search(content) {
      const copy = new Uint8Array(content);
      const told = await ask({ ask: 'search', content: copy }, [copy.buffer]);
      return told.kind === 'searched' ? told.result : { binary: true, lines: [] };
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
