import { constants, homedir, hostname, userInfo } from 'node:os';
import { Writable } from 'node:stream';

import { type ErrorKind, toAppError } from '@devbench/core';

import type { Place } from './settings/load-config.ts';

/** What a program says by the way it ends. */
export const EXIT_CODE: Record<ErrorKind, number> = {
  invalid: 2,
  not_found: 3,
  conflict: 4,
  denied: 5,
  limit: 6,
  timeout: 7,
  cancelled: 130,
  unavailable: 69,
  internal: 70,
};

/** Ends the process with a message for a person: what is wrong, item by item, and what to do. */
export function exitWith(program: string, thrown: unknown): never {
  const { kind, message, hint, data, cause } = toAppError(thrown);
  const items = Object.entries(data).map(([name, problem]) => `  ${name} ${String(problem)}`);
  const trace = kind === 'internal' && cause instanceof Error ? [cause.stack ?? cause.message] : [];
  process.stderr.write([`${program}: ${message}`, ...items, hint, ...trace, ''].join('\n'));
  process.exit(EXIT_CODE[kind]);
}

/** What the settings need to know of where they are loaded. */
export const thisProcess = (): Place => ({
  home: homedir(),
  host: hostname(),
  pid: process.pid,
  isAlive,
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  const first = Promise.withResolvers<NodeJS.Signals>();
  let seen = false;
  const receive = (signal: NodeJS.Signals) => {
    if (seen) process.exit(128 + constants.signals[signal]);
    seen = true;
    first.resolve(signal);
  };
  process.on('SIGINT', receive);
  process.on('SIGTERM', receive);
  return first.promise;
}

/**
 * Takes stdout for a protocol. Whatever else the process prints from now on appears on stderr, and a client
 * that no longer reads stderr does no harm.
 */
export function claimStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const claimed = new Writable({
    write: (chunk: Buffer, _encoding, done) => void write(chunk, done),
  });
  // Every answer that waits for a slow client listens for its turn.
  return claimed.setMaxListeners(0);
}

/** The name of the user whose process this is; also where there is no entry for it. */
export function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${String(process.getuid?.() ?? 0)}`;
  }
}
