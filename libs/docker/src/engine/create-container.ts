import type Dockerode from 'dockerode';
import { z } from 'zod';
import type { Connection } from './connection.ts';

const created = z.object({ Id: z.string(), Warnings: z.array(z.string()).nullish() });

/**
 * Creates a container. Unlike dockerode's method this keeps the spec, which has secrets in its environment,
 * out of the address, and passes on what the engine warns about.
 */
export async function createContainer(
  { docker, call }: Connection,
  { name, ...spec }: Dockerode.ContainerCreateOptions,
): Promise<{ id: string; warnings: readonly string[] }> {
  const answer = await call(() => post(docker, { _query: { name }, _body: spec }), {
    missing: 'image_not_found',
  });
  const { Id, Warnings } = created.parse(answer);
  return { id: Id, warnings: Warnings ?? [] };
}

function post(docker: Dockerode, options: object): Promise<unknown> {
  const modem = docker.modem as {
    dial(request: object, done: (error: unknown, answer: unknown) => void): void;
  };
  const statusCodes = { 201: true, 400: 'bad parameter', 404: 'no such image', 409: 'conflict' };
  const request = { path: '/containers/create?', method: 'POST', options, statusCodes };
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  modem.dial(request, (error, answer) => {
    if (error) reject(error);
    else resolve(answer);
  });
  return promise;
}
