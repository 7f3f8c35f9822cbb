import {
  AppError,
  type Clock,
  type EndReason,
  type ExecEnd,
  type OutputRecord,
  type OutputStream,
  type RunningExec,
  type Signal,
  type TerminalSize,
} from '@devbench/core';

const gone = () => new AppError('guest_unavailable', 'The guest cannot be reached.');

/** A command as its guest sees it: it keeps all output, and the newest follower fences the others. */
export class GuestCommand {
  readonly startedAt: Date;
  readonly records: OutputRecord[] = [];
  readonly stops: string[] = [];
  readonly signals: Signal[] = [];
  readonly sizes: TerminalSize[] = [];
  input = '';
  inputEnded = false;
  acknowledged = 0;
  forgotten = false;
  /** Whether TERM and KILL have no effect, as in a process that cannot die. */
  immortal = false;
  end: ExecEnd | undefined;
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  #follower = 0;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock, onEnd: () => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.startedAt = clock.now();
  }

  say(data: string | Uint8Array, stream: OutputStream = 'stdout'): void {
    const bytes = Buffer.from(data);
    const before = this.records.filter((record) => record.stream === stream);
    const offset = before.reduce((sum, record) => sum + record.data.length, 0);
    const seq = this.records.length + 1;
    this.records.push({ seq, stream, offset, at: this.#clock.now(), data: bytes });
    this.#wake();
  }

  exit(exitCode: number, reason: EndReason = 'exited'): void {
    if (this.end) return;
    const bytes = (stream: OutputStream) =>
      this.records
        .filter((record) => record.stream === stream)
        .reduce((sum, { data }) => sum + data.length, 0);
    this.end = {
      seq: this.records.length + 1,
      reason,
      exitCode,
      signal: reason === 'exited' ? undefined : 'SIGTERM',
      oomKilled: false,
      usage: {
        wallMs: 5,
        cpuMs: 3,
        userMs: 2,
        systemMs: 1,
        memPeakBytes: 4096,
        stdoutBytes: bytes('stdout'),
        stderrBytes: bytes('stderr'),
      },
      endedAt: this.#clock.now(),
    };
    this.#onEnd();
    this.#wake();
  }

  /** Breaks the connection of whoever follows. */
  lose(): void {
    this.#follower += 1;
    this.#wake();
  }

  follow(fromSeq: number): RunningExec {
    this.#follower += 1;
    this.#wake();
    const me = this.#follower;
    const ended = Promise.withResolvers<ExecEnd>();
    ended.promise.catch(() => undefined);
    return {
      startedAt: this.startedAt,
      resumable: true,
      output: this.#output(me, fromSeq, ended),
      end: ended.promise,
      acknowledge: (seq) => {
        if (me === this.#follower) this.acknowledged = Math.max(this.acknowledged, seq);
      },
      write: async (data, { eof }) => {
        if (this.end) throw new AppError('exec_not_running', 'The command has ended.');
        this.input += Buffer.from(data).toString();
        this.inputEnded ||= eof;
      },
      resize: async (size) => void this.sizes.push(size),
      signal: async (signal) => {
        this.signals.push(signal);
        return this.end === undefined;
      },
      stop: async (reason, graceMs) => {
        if (me !== this.#follower) throw gone();
        this.stops.push(`${reason} ${graceMs}`);
        const running = this.end === undefined;
        if (!this.immortal) this.exit(reason === 'killed' ? 137 : 143, reason);
        return running;
      },
      forget: () => {
        this.forgotten = true;
      },
    };
  }

  async *#output(me: number, fromSeq: number, ended: PromiseWithResolvers<ExecEnd>) {
    for (let next = fromSeq; ;) {
      if (me !== this.#follower) {
        ended.reject(gone());
        throw gone();
      }
      const batch = this.records.filter(({ seq }) => seq >= next);
      const last = batch.at(-1);
      if (last) {
        next = last.seq + 1;
        yield batch;
      } else if (this.end) {
        ended.resolve(this.end);
        return;
      } else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
