import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

import type { SshEndpoint } from './endpoint.ts';

/** Nobody is there who could answer a question; a link that is dead is noticed within a minute. */
const OPTIONS = ['BatchMode=yes', 'ConnectTimeout=15', 'ServerAliveInterval=20'];
const DIAL = ['docker', 'system', 'dial-stdio'];
const COMPLAINT_BYTES = 4096;

/**
 * A connection to the engine of another machine, the way of Docker's own program: the user's `ssh` checks the host
 * key, finds the user's keys and settings, and Docker's program over there carries the bytes.
 */
export class SshStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #complaint = '';

  constructor({ user, host, port }: SshEndpoint, program = 'ssh') {
    super();
    const args = [
      ...OPTIONS.flatMap((option) => ['-o', option]),
      ...(user === undefined ? [] : ['-l', user]),
      ...(port === undefined ? [] : ['-p', String(port)]),
    ];
    this.#child = spawn(program, [...args, '--', host, ...DIAL], { stdio: 'pipe' });
    const { stdin, stdout, stderr } = this.#child;
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-COMPLAINT_BYTES);
    });
    // Whoever reads learns why.
    stdin.on('error', () => undefined);
    this.#child.on('error', () => this.destroy(new SshError('ESSHMISSING')));
    this.#child.on('close', (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new SshError(reasonOf(this.#complaint), this.#complaint));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    // A write that fails is told by the end of the program.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }

  // What http asks of a socket, which has no meaning here.
  setTimeout(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

/** `code` says what is wrong; the message is the last that `ssh` said. */
export class SshError extends Error {
  readonly code: string;

  constructor(code: string, complaint = '') {
    super(complaint.trim().split('\n').at(-1) ?? '');
    this.code = code;
  }
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/identification has changed/i, 'ESSHCHANGED'],
  [/Host key verification failed/i, 'ESSHHOSTKEY'],
  [/Permission denied|Too many authentication failures/i, 'ESSHAUTH'],
  [/docker.*not found|dial-stdio/i, 'ESSHDOCKER'],
];

const reasonOf = (complaint: string) =>
  REASONS.find(([pattern]) => pattern.test(complaint))?.[1] ?? 'ESSH';
