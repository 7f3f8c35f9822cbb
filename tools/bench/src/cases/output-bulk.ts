import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { oursAsLibrary } from './our-sides.ts';
import { withCli, withDockerode } from './reference-sides.ts';

const MIB = 1024 * 1024;

/** A case for each size: what is right for a release is too much for a quick look. */
export const outputBulk = (mib: number, rounds: BenchCase['rounds']): BenchCase => {
  const bytes = mib * MIB;
  const cmd = ['head', '-c', String(bytes), '/dev/zero'];
  return {
    name: `output-${mib}-mib`,
    title: `${mib} MiB of output read as a library into its own memory, against \`docker exec\` piped to null`,
    unit: 'ms',
    rounds,
    timeoutMs: 300_000,
    ours: oursAsLibrary(1, ({ call, id }, _stage, { output }) =>
      timed(async () => {
        let got = 0;
        const memory = Buffer.allocUnsafeSlow(MIB);
        const { exec_id } = await call('exec_start', { container_id: id, cmd });
        for await (const { records } of output(String(exec_id), memory)) {
          got += records.reduce((sum, { data }) => sum + data.length, 0);
        }
        if (got !== bytes) throw new Error(`${got} of ${bytes} bytes came`);
      }),
    ),
    references: [
      withCli({ name: 'docker CLI', perRound: 1 }, (container) =>
        timed(() =>
          once(spawn('docker', ['exec', container, ...cmd], { stdio: 'ignore' }), 'close'),
        ),
      ),
      withDockerode({ name: 'dockerode', perRound: 1 }, (docker, container) =>
        timed(async () => {
          const exec = docker.getContainer(container).exec({ Cmd: cmd, AttachStdout: true });
          const stream = await (await exec).start({});
          const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
          docker.modem.demuxStream(stream, sink, new PassThrough());
          await finished(stream, { writable: false });
        }),
      ),
    ],
    limits: [atLeast('docker CLI', 1)],
    reason: 'Every byte passes the agent and is kept for later readers, the most of it on disk.',
  };
};
