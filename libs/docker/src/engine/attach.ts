import { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';

const OPTIONS = { stream: true, stdin: true, stdout: true, stderr: true } as const;

/** The agent's stdin and stdout; works before the container starts. The caller destroys it. */
export async function attach(connection: Connection, container: string): Promise<Duplex> {
  let attaching: Promise<Duplex> | undefined;
  try {
    const stream = await connection.call(
      (signal) => (attaching = open(connection, container, signal)),
    );
    connection.followTraffic(stream);
    return stream;
  } catch (failure) {
    attaching?.then(
      (late) => late.destroy(),
      () => undefined,
    );
    throw failure;
  }
}

/** Where the short way is not open, the long one says why, or takes it. */
async function open(
  { docker, upgrade }: Connection,
  container: string,
  signal: AbortSignal,
): Promise<Duplex> {
  const query = Object.keys(OPTIONS).map((name) => `${name}=true`);
  const socket = await upgrade?.(`/containers/${container}/attach?${query.join('&')}`, signal);
  return (
    socket ?? duplex(await docker.getContainer(container).attach({ ...OPTIONS, hijack: true }))
  );
}

/** The socket itself, which dockerode has under a wider type. */
function duplex(stream: NodeJS.ReadWriteStream): Duplex {
  if (stream instanceof Duplex) return stream;
  throw new TypeError('The engine gave no socket.');
}
