import { Readable } from 'node:stream';
import { AppError, parseImageReference, type PullProgress, repositoryOf } from '@devbench/core';
import { z } from 'zod';
import type { DockerConfig } from '../config.ts';
import { findCredentials } from '../registry/credentials.ts';
import type { Connection } from './connection.ts';
import { pullError } from './pull-error.ts';
import { createPullProgress } from './pull-progress.ts';
import { createSilenceWatch } from './silence-watch.ts';

const line = z.object({
  status: z.string().default(''),
  id: z.string().optional(),
  error: z.string().optional(),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional() })
    .optional(),
});

export interface PullWaiter {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PullProgress) => void;
}

/**
 * Pulls an image to its end, signed on at its own registry only. Rejects with what `pullError` makes of the failure,
 * with `image_pull_failed` after `pullSilenceMs` without a sign of life, and when `signal` aborts: the engine stops
 * pulling as soon as its client is gone.
 */
export async function pull(
  { docker, call }: Connection,
  config: DockerConfig,
  image: string,
  { signal, onProgress }: PullWaiter,
): Promise<void> {
  const reference = parseImageReference(image);
  const credentials = await findCredentials(reference.domain, config);
  const silence = createSilenceWatch(config.pullSilenceMs);
  const abortSignal = AbortSignal.any([signal, silence.signal]);
  const options = {
    fromImage: repositoryOf(reference),
    tag: reference.digest ?? reference.tag ?? 'latest',
    abortSignal,
    ...(credentials.signOn && { authconfig: credentials.signOn }),
  };
  const progressOf = createPullProgress();
  let stream: Readable | undefined;
  try {
    const patience = { timeoutMs: 2 * config.pullSilenceMs };
    const answer: unknown = await call(() => docker.createImage(options), patience);
    if (!(answer instanceof Readable)) throw new TypeError('The engine gave no stream.');
    stream = answer;
    const body = stream;
    abortSignal.addEventListener('abort', () => body.destroy(), { once: true });
    for await (const text of linesOf(stream)) {
      silence.hear();
      if (text.trim() === '') continue;
      const event = line.parse(JSON.parse(text));
      if (event.error !== undefined) throw new Error(event.error);
      onProgress(progressOf(event));
    }
  } catch (thrown) {
    throw silence.signal.aborted ? silent(image, thrown) : pullError(image, credentials, thrown);
  } finally {
    silence.stop();
    stream?.destroy();
  }
}

async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

function silent(image: string, cause: unknown): AppError {
  return new AppError('image_pull_failed', `The registry of ${image} does not answer.`, { cause });
}
