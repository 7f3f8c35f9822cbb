import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AppError, type AuditIntent, type AuditOutcome, type Clock } from '@devbench/core';

import { NOTHING, seal, unseal } from './chain.ts';
import { lastLine } from './last-line.ts';
import { fileFor, type Rotation } from './period.ts';
import { toRecord } from './to-record.ts';
import { trailFiles } from './trail-files.ts';

export interface TrailFileOptions {
  readonly file: string;
  readonly rotation: Rotation;
  readonly retentionDays: number;
  readonly clock: Clock;
  readonly clean: (intent: AuditIntent) => AuditIntent;
  /** Told once for each time that the file cannot be written any more. */
  readonly onProblem: (error: unknown) => void;
}

const WRITE_AFTER_MS = 50;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Lines of JSON, one per call, each linked to the one before. Several servers may write to the same files: each
 * has a chain of its own, which begins at the line that was last when it started.
 */
export class TrailFile {
  readonly #options: TrailFileOptions;
  readonly #chain = randomBytes(8).toString('hex');
  #seq = 0;
  #previous = NOTHING;
  /** Calls that have ended since the last write. */
  #ended: { readonly at: Date; readonly intent: AuditIntent; readonly outcome: AuditOutcome }[] =
    [];
  #waiting: { readonly file: string; readonly line: string }[] = [];
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failed = false;

  constructor(options: TrailFileOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { file, clock, retentionDays, rotation } = this.#options;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const files = await trailFiles(file);
    const newest = files.at(-1);
    if (newest !== undefined) this.#previous = unseal(await lastLine(newest)) ?? NOTHING;
    const keptSince = new Date(clock.now().getTime() - retentionDays * DAY_MS);
    const oldest = fileFor(file, rotation, keptSince);
    for (const old of files.filter((each) => each < oldest)) await rm(old, { force: true });
  }

  /** Queues the line; the file has it 50 ms later. */
  add(intent: AuditIntent, outcome: AuditOutcome): void {
    this.#ended.push({ at: this.#options.clock.now(), intent, outcome });
    this.#timer ??= setTimeout(
      () => void this.flush().catch(() => undefined),
      WRITE_AFTER_MS,
    ).unref();
  }

  /** Whether the last write failed; another one may do. */
  get hasFailed(): boolean {
    return this.#failed;
  }

  /** Writes what waits; what could not be written waits on. Rejects with `state_unavailable`. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  /** Not with each call: many at once cost each of them less. */
  #seal(): void {
    const { file, rotation, clean } = this.#options;
    for (const { at, intent, outcome } of this.#ended.splice(0)) {
      const link = { chain: this.#chain, seq: ++this.#seq, prev: this.#previous };
      const { line, hash } = seal({ ...toRecord(clean(intent), outcome), ...link });
      this.#previous = hash;
      this.#waiting.push({ file: fileFor(file, rotation, at), line });
    }
  }

  async #write(): Promise<void> {
    try {
      this.#seal();
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        const { file } = next;
        const end = this.#waiting.findIndex((each) => each.file !== file);
        const lines = this.#waiting.slice(0, end < 0 ? undefined : end);
        // After a failure the line that was begun is ended, and written again as a whole.
        const text = lines.map(({ line }) => `${line}\n`).join('');
        await appendFile(file, this.#failed ? `\n${text}` : text, { mode: 0o600 });
        this.#failed = false;
        this.#waiting.splice(0, lines.length);
      }
    } catch (cause) {
      if (!this.#failed) this.#options.onProblem(cause);
      this.#failed = true;
      throw new AppError('state_unavailable', 'The audit file cannot be written.', {
        cause,
        hint: 'Check the disk that holds MCP_AUDIT_LOG_FILE.',
      });
    }
  }
}
