import { type ExecSpec, type Signal, SIGNALS, type TerminalSize } from '@devbench/core';
import type { PayloadReader } from '../wire/payload-reader.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';

const TTY = 1;
const STDIN_OPEN = 2;
const DROP_OLDEST = 4;
const SHELL = 8;

export const STOP_REASON = { cancelled: 2, killed: 3 } as const;

export interface SpawnWindow {
  /** Bytes of output that the agent keeps until they are acknowledged. */
  readonly windowBytes: number;
  /** Bytes of output that the agent may send at first. */
  readonly creditBytes: number;
}

export function encodeSpawn(key: string, spec: ExecSpec, window: SpawnWindow): Buffer {
  // What jobs write between the commands of a shell must never stop them.
  const shell = spec.shell?.kind === 'itself' ? SHELL | DROP_OLDEST : 0;
  const flags = (spec.tty ? TTY : 0) | (spec.stdin === 'open' ? STDIN_OPEN : 0) | shell;
  return new PayloadWriter()
    .str(key)
    .list(spec.argv)
    .list(assignments(spec))
    .str(spec.cwd)
    .u32(flags)
    .u16(spec.tty?.rows ?? 0)
    .u16(spec.tty?.cols ?? 0)
    .u32(window.windowBytes)
    .u32(window.creditBytes)
    .u64(spec.timeoutMs)
    .u32(spec.graceMs)
    .finish();
}

/** A script for the shell with that handle. */
export function encodeRun(
  shell: number,
  key: string,
  script: string,
  spec: ExecSpec,
  window: SpawnWindow,
): Buffer {
  return new PayloadWriter()
    .u32(shell)
    .str(key)
    .str(script)
    .str(spec.cwd)
    .list(assignments(spec))
    .u32(window.windowBytes)
    .u32(window.creditBytes)
    .u64(spec.timeoutMs)
    .u32(spec.graceMs)
    .finish();
}

const assignments = ({ env }: ExecSpec) =>
  Object.entries(env).map(([name, value]) => `${name}=${value}`);

export interface Spawned {
  readonly handle: number;
  readonly pid: number;
  readonly startedAt: Date;
}

export function decodeSpawned(payload: PayloadReader): Spawned {
  return { handle: payload.u32(), pid: payload.u32(), startedAt: decodeTime(payload) };
}

/** Microseconds on the wire. */
export function decodeTime(payload: PayloadReader): Date {
  return new Date(payload.u64() / 1_000);
}

export const encodeHandle = (handle: number) => new PayloadWriter().u32(handle).finish();
export const encodeSeq = (seq: number) => new PayloadWriter().u64(seq).finish();
export const encodeCredit = (bytes: number) => new PayloadWriter().u32(bytes).finish();

export const encodeSignal = (handle: number, signal: Signal) =>
  new PayloadWriter().u32(handle).u32(SIGNALS[signal]).finish();

export const encodeStop = (handle: number, reason: keyof typeof STOP_REASON, graceMs: number) =>
  new PayloadWriter().u32(handle).u8(STOP_REASON[reason]).u32(graceMs).finish();

export const encodeResize = (handle: number, { rows, cols }: TerminalSize) =>
  new PayloadWriter().u32(handle).u16(rows).u16(cols).finish();

export const encodeSubscribe = (handle: number, fromSeq: number, creditBytes: number) =>
  new PayloadWriter().u32(handle).u64(fromSeq).u32(creditBytes).finish();
