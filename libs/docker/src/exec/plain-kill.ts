import { type ExecId, type Signal, SIGNALS } from '@devbench/core';
import type Dockerode from 'dockerode';
import type { Duplex } from 'node:stream';
import type { Connection } from '../engine/connection.ts';

/** In the environment of a command as root and of all that it starts. */
export const MARKER = 'DEVBENCH_ROOT_EXEC';

/** `$0` is the marker's line. Prints nothing; ends with 0 when it found a process. */
const FIND =
  'f=1; for p in $(grep -l "$0" /proc/[0-9]*/environ 2>/dev/null); do p=${p#/proc/}; p=${p%/environ}; ';
const GROUP = `${FIND} kill -"$1" "-$p" 2>/dev/null && f=0 && break; done; exit $f`;
/** TERM, after the grace KILL until nothing carries the marker, at most a hundred rounds. */
const LADDER = `alive() { grep -q "$0" /proc/[0-9]*/environ 2>/dev/null; }
hit() { for p in $(grep -l "$0" /proc/[0-9]*/environ 2>/dev/null); do p=\${p#/proc/}; kill -"$1" "\${p%/environ}" 2>/dev/null; done; }
hit TERM; n=$1; while [ "$n" -gt 0 ] && alive "$0"; do sleep 0.1 2>/dev/null || sleep 1; n=$((n-1)); done
n=100; while [ "$n" -gt 0 ] && alive; do hit KILL; n=$((n-1)); done`;

/** Signals a command as root from a second `docker exec`; needs `sh`, `grep` and `sleep` in the image. */
export function createPlainKill({ call }: Connection, container: Dockerode.Container, id: ExecId) {
  const run = async (script: string, argument: string, timeoutMs?: number): Promise<boolean> => {
    const Cmd = ['/bin/sh', '-c', script, `${MARKER}=${id}`, argument];
    const work = async () => {
      const exec = await container.exec({ Cmd, User: '0:0', AttachStdout: true });
      const stream: Duplex = await exec.start({ hijack: true, stdin: false });
      stream.resume();
      await new Promise((resolve) => stream.once('close', resolve).once('end', resolve));
      return (await exec.inspect()).ExitCode === 0;
    };
    return call(work, timeoutMs === undefined ? {} : { timeoutMs });
  };

  return {
    /** To its process group; resolves to whether there was one. */
    group: (signal: Signal) => run(GROUP, String(SIGNALS[signal])),
    /** TERM to all of its tree, KILL after the grace until nothing is left. */
    tree: (graceMs: number) => run(LADDER, String(Math.ceil(graceMs / 100)), graceMs + 30_000),
  };
}
