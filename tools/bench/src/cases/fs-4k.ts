import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { atLeast } from '../check/limit.ts';
import { docker } from '../engine/docker-cli.ts';
import type { BenchCase } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { oursOverStdio } from './our-sides.ts';
import { withCli, withNaiveServer } from './reference-sides.ts';

const CONTENT = '0123456789abcde\n'.repeat(256);
const PATH = '/workspace/file.txt';
const CAT = `cat > ${PATH}`;
const rounds = { full: 20, quick: 4 };
const limits = [atLeast('docker exec', 30), atLeast('docker cp', 30)];
const content = z.object({ content: z.literal(CONTENT) });

const putByExec = (container: string) =>
  docker(['exec', '-i', container, 'sh', '-c', CAT], { input: CONTENT });

export const fsRead: BenchCase = {
  name: 'fs-read-4k',
  title: 'read a file of 4 KiB',
  unit: 'ms',
  rounds,
  ours: oursOverStdio(20, async ({ call, id }) => {
    await call('fs_write', { container_id: id, path: PATH, content: CONTENT });
    return timed(async () =>
      content.parse(await call('fs_read', { container_id: id, path: PATH })),
    );
  }),
  references: [
    withCli({ name: 'docker exec', perRound: 2, writable: true }, async (container) => {
      await putByExec(container);
      return timed(() => docker(['exec', container, 'cat', PATH]));
    }),
    withCli({ name: 'docker cp', perRound: 2, writable: true }, async (container, { folder }) => {
      await putByExec(container);
      return timed(() => docker(['cp', `${container}:${PATH}`, join(folder, 'read')]));
    }),
    withNaiveServer(
      { name: 'naive server', perRound: 2, writable: true },
      async (call, container) => {
        await putByExec(container);
        return timed(async () => content.parse(await call('read', { container, path: PATH })));
      },
    ),
  ],
  limits,
};

export const fsWrite: BenchCase = {
  name: 'fs-write-4k',
  title: 'write a file of 4 KiB (ours atomically)',
  unit: 'ms',
  rounds,
  ours: oursOverStdio(20, ({ call, id }) =>
    timed(() => call('fs_write', { container_id: id, path: PATH, content: CONTENT })),
  ),
  references: [
    withCli({ name: 'docker exec', perRound: 2, writable: true }, (container) =>
      timed(() => putByExec(container)),
    ),
    withCli({ name: 'docker cp', perRound: 2, writable: true }, async (container, { folder }) => {
      const file = join(folder, 'write');
      await writeFile(file, CONTENT);
      return timed(() => docker(['cp', file, `${container}:${PATH}`]));
    }),
    withNaiveServer({ name: 'naive server', perRound: 2, writable: true }, (call, container) =>
      timed(() => call('write', { container, path: PATH, content: CONTENT })),
    ),
  ],
  limits,
};
