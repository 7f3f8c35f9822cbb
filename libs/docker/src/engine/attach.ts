import { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';

/** The agent's stdin and stdout; works before the container starts. The caller destroys it. */
export async function attach({ docker, call }: Connection, container: string): Promise<Duplex> {
  const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
  const attaching = docker.getContainer(container).attach(options).then(duplex);
  try {
    return await call(() => attaching);
  } catch (failure) {
    attaching.then(
      (late) => late.destroy(),
      () => undefined,
    );
    throw failure;
  }
}

/** The socket itself, which dockerode has under a wider type. */
function duplex(stream: NodeJS.ReadWriteStream): Duplex {
  if (stream instanceof Duplex) return stream;
  throw new TypeError('The engine gave no socket.');
}
