import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { isMissing } from './errors.ts';

const pathStat = z.object({ size: z.number(), mode: z.number() });
export type ArchiveStat = z.output<typeof pathStat>;

/** A path in a container as the engine sees it, started or not; undefined when it is not there. */
export async function archiveStat(
  { docker, call }: Connection,
  container: string,
  path: string,
): Promise<ArchiveStat | undefined> {
  const asking = call((abortSignal) =>
    docker.getContainer(container).infoArchive({ path, abortSignal }),
  ) as Promise<IncomingMessage>;
  try {
    const { headers } = (await asking).resume();
    const header = String(headers['x-docker-container-path-stat']);
    return pathStat.parse(JSON.parse(Buffer.from(header, 'base64').toString()));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
