import type { Readable } from 'node:stream';

import type Dockerode from 'dockerode';

interface Modem {
  dial(
    request: Readonly<Record<string, unknown>>,
    done: (error: unknown, stream: Readable) => void,
  ): void;
}

/** A GET whose answer is read as it comes; dockerode itself collects one that has an end. */
export function openStream(
  docker: Dockerode,
  path: string,
  abortSignal: AbortSignal,
  options: Readonly<Record<string, unknown>>,
): Promise<Readable> {
  // Its types leave out that a request can be aborted.
  const modem = docker.modem as unknown as Modem;
  const statusCodes = { 200: true, 404: 'not found', 409: 'conflict', 500: 'server error' };
  const request = { path, method: 'GET', isStream: true, statusCodes, options, abortSignal };
  const { promise, resolve, reject } = Promise.withResolvers<Readable>();
  modem.dial(request, (error, stream) => {
    if (error) reject(error);
    else resolve(stream);
  });
  return promise;
}
