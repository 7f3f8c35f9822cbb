import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AppError, type PullProgress } from '@devbench/core';
import { z } from 'zod';
import type { DockerConfig } from '../config.ts';
import type { Connection } from './connection.ts';
import { engineMessage, engineStatus } from './errors.ts';
import { parseImageName } from './image-name.ts';

const MISSING = /not found|manifest unknown|does not exist|pull access denied|no such image/i;
const line = z.object({
  status: z.string().optional(),
  id: z.string().optional(),
  error: z.string().optional(),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional() })
    .optional(),
});

/**
 * Pulls an image to its end. Rejects with `image_not_found` or `image_pull_failed`, and when `signal`
 * aborts: the engine stops pulling as soon as its client is gone.
 */
export async function pull(
  { docker, call }: Connection,
  image: string,
  registries: DockerConfig['registries'],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: PullProgress) => void },
): Promise<void> {
  const { registry, repository, tag } = parseImageName(image);
  const authconfig = registries[registry];
  const options = {
    fromImage: repository,
    tag,
    abortSignal: signal,
    ...(authconfig === undefined ? {} : { authconfig: { ...authconfig, serveraddress: registry } }),
  };
  let stream: Readable | undefined;
  try {
    const answer = await call(() => docker.createImage(options));
    if (!(answer instanceof Readable)) throw new TypeError('The engine gave no stream.');
    stream = answer;
    const body = stream;
    signal.addEventListener('abort', () => body.destroy(), { once: true });
    for await (const text of createInterface({ input: stream })) report(text, onProgress);
  } catch (thrown) {
    throw pullError(image, thrown);
  } finally {
    stream?.destroy();
  }
}

function report(text: string, onProgress: (progress: PullProgress) => void): void {
  if (text.trim() === '') return;
  const { status = '', id, error, progressDetail } = line.parse(JSON.parse(text));
  if (error !== undefined) throw new Error(error);
  const { current, total } = progressDetail ?? {};
  onProgress({
    message: id === undefined ? status : `${id}: ${status}`,
    ...(current === undefined ? {} : { current }),
    ...(total === undefined ? {} : { total }),
  });
}

function pullError(image: string, thrown: unknown): AppError {
  const refused = thrown instanceof AppError ? thrown.cause : thrown;
  if (thrown instanceof AppError && engineStatus(refused) === undefined) return thrown;
  const said = engineMessage(refused);
  const missing = engineStatus(refused) === 404 || MISSING.test(said);
  return missing
    ? new AppError('image_not_found', `There is no image ${image}.`, { cause: thrown })
    : new AppError('image_pull_failed', `${image} cannot be pulled: ${said}`, { cause: thrown });
}
