import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';

import type Dockerode from 'dockerode';

import { atMost } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { follow } from './exec-page.ts';
import { oursOverStdio } from './our-sides.ts';
import { withCli, withDockerode } from './reference-sides.ts';
import { createStampReader, STAMPS } from './stamps.ts';

/** Containers share the host's monotonic clock, so what a command writes down can be compared here. */
export const firstOutput: BenchCase = {
  name: 'first-output',
  title: 'a line of a running command, from being written to its arrival by long poll',
  unit: 'ms',
  rounds: { full: 10, quick: 3 },
  ours: oursOverStdio(1, ({ call, id }) => async () => {
    const reader = createStampReader();
    await follow(call, { container_id: id, cmd: STAMPS }, { onText: reader.push });
    return reader.latencies();
  }),
  references: [
    withCli({ name: 'docker CLI', perRound: 1 }, (container) => () => byCli(container)),
    withDockerode(
      { name: 'dockerode', perRound: 1 },
      (docker, container) => () => byDockerode(docker, container),
    ),
  ],
  limits: [atMost(5)],
  reason:
    'The references receive a stream that is open already; a poll has to be answered and asked again, through JSON-RPC.',
};

async function byCli(container: string): Promise<readonly number[]> {
  const reader = createStampReader();
  const child = spawn('docker', ['exec', container, ...STAMPS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk: Buffer) => reader.push(chunk.toString()));
  await once(child, 'close');
  return reader.latencies();
}

async function byDockerode(docker: Dockerode, container: string): Promise<readonly number[]> {
  const reader = createStampReader();
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...STAMPS], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const stdout = new PassThrough();
  stdout.on('data', (chunk: Buffer) => reader.push(chunk.toString()));
  docker.modem.demuxStream(stream, stdout, new PassThrough());
  await finished(stream, { writable: false });
  return reader.latencies();
}
