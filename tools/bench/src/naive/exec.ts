import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { text } from 'node:stream/consumers';

import type Dockerode from 'dockerode';

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs a command as the documentation of dockerode shows it. */
export async function exec(
  docker: Dockerode,
  container: string,
  cmd: readonly string[],
): Promise<ExecResult> {
  const started = await docker
    .getContainer(container)
    .exec({ Cmd: [...cmd], AttachStdout: true, AttachStderr: true });
  const stream = await started.start({});
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(stream, stdout, stderr);
  const texts = Promise.all([text(stdout), text(stderr)]);
  await finished(stream, { writable: false });
  stdout.end();
  stderr.end();
  const [out, err] = await texts;
  const { ExitCode } = await started.inspect();
  return { stdout: out, stderr: err, exitCode: ExitCode };
}
