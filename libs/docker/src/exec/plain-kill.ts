import { type ExecId, type Signal, SIGNALS } from '@devbench/core';
import type Dockerode from 'dockerode';
import type { Duplex } from 'node:stream';
import type { Connection } from '../engine/connection.ts';

/** In the environment of a command as root and of all that it starts. */
export const MARKER = 'DEVBENCH_ROOT_EXEC';

/** `$0` is the marker's line. The engine's child is the main process; ends with 0 when there is one. */
const GROUP = `for p in $(grep -l "$0" /proc/[0-9]*/environ 2>/dev/null); do p=\${p%/environ}
  grep -q '^PPid:[[:space:]]*0$' "$p/status" && kill -"$1" "-\${p#/proc/}" && exit 0; done; exit 1`;
/**
 * TERM, after the grace KILL until nothing is left, at most a hundred rounds. What cleared its environment is
 * known by being root (`$2` says that nothing else is), unless it may belong to another command as root.
 */
const LADDER = `others() { for f in $(grep -l "${MARKER}=e_" /proc/[0-9]*/environ 2>/dev/null); do grep -q "$0" "$f" || return 0; done; return 1; }
nameless() { [ "$2" = yes ] && ! others && for d in $(grep -l '^Uid:[[:space:]]*0' /proc/[0-9]*/status 2>/dev/null); do
  d=\${d%/status}; grep -q '^State:[[:space:]]*[^ZX]' "$d/status" && ! grep -q "${MARKER}=" "$d/environ" && [ -d "$d" ] && echo "$d/"; done 2>/dev/null; }
left() { grep -l "$0" /proc/[0-9]*/environ 2>/dev/null; nameless "$@"; }
hit() { s=$1; shift; for p in $(left "$@"); do p=\${p#/proc/}; kill -"$s" "\${p%%/*}" 2>/dev/null; done; }
hit TERM "$@"; n=$1; while [ "$n" -gt 0 ] && [ -n "$(left "$@")" ]; do sleep 0.1 2>/dev/null || sleep 1; n=$((n-1)); done
n=100; while [ "$n" -gt 0 ] && [ -n "$(left "$@")" ]; do hit KILL "$@"; n=$((n-1)); done`;

interface KillOptions {
  readonly id: ExecId;
  /** That of the command: nobody else may read the environment of its processes. */
  readonly user: string | undefined;
  readonly isOnlyRoot: boolean;
}

/** Signals a command that the engine started from a second `docker exec`; needs `sh`, `grep` and `sleep` in the image. */
export function createPlainKill(
  { call }: Connection,
  container: Dockerode.Container,
  { id, user, isOnlyRoot }: KillOptions,
) {
  const run = async (script: string, given: string[], timeoutMs?: number): Promise<boolean> => {
    const Cmd = ['/bin/sh', '-c', script, `${MARKER}=${id}`, ...given];
    const Env = [`${MARKER}=killer`];
    const work = async () => {
      const exec = await container.exec({
        Cmd,
        Env,
        ...(user !== undefined && { User: user }),
        AttachStdout: true,
      });
      const stream: Duplex = await exec.start({ hijack: true, stdin: false });
      stream.resume();
      await new Promise((resolve) => stream.once('close', resolve).once('end', resolve));
      return (await exec.inspect()).ExitCode === 0;
    };
    return call(work, timeoutMs === undefined ? {} : { timeoutMs });
  };

  return {
    /** To its process group; resolves to whether there was one. */
    group: (signal: Signal) => run(GROUP, [String(SIGNALS[signal])]),
    /** TERM to all of its tree, KILL after the grace until nothing is left. */
    tree(graceMs: number): Promise<boolean> {
      const given = [String(Math.ceil(graceMs / 100)), isOnlyRoot ? 'yes' : 'no'];
      return run(LADDER, given, graceMs + 30_000);
    },
  };
}
