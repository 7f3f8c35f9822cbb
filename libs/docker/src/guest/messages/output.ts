import type { EndReason, ExecEnd, OutputRecord } from '@devbench/core';
import type { PayloadReader } from '../wire/payload-reader.ts';
import { ProtocolViolation } from '../wire/violation.ts';
import { decodeTime } from './commands.ts';
import { signalName } from './signals.ts';

const REASONS: readonly EndReason[] = ['exited', 'timeout', 'cancelled', 'killed', 'lost'];

/** The data stays in the frame. */
export function decodeOutput(payload: PayloadReader): OutputRecord {
  return {
    seq: payload.u64(),
    stream: payload.u8() === 2 ? 'stderr' : 'stdout',
    offset: payload.u64(),
    at: decodeTime(payload),
    data: payload.rest(),
  };
}

export function decodeExit(payload: PayloadReader): ExecEnd {
  const seq = payload.u64();
  const bySignal = payload.u8() === 1;
  const value = payload.u32();
  const reason = REASONS[payload.u8()];
  if (reason === undefined || value > 255) throw new ProtocolViolation('An end is malformed.');
  const oomKilled = payload.u8() === 1;
  const usage = decodeUsage(payload);
  payload.u64(); // dropped bytes: offsets say it as well
  payload.u64(); // started
  const endedAt = decodeTime(payload);
  const known = reason !== 'lost';
  return {
    seq,
    reason,
    exitCode: known ? (bySignal ? 128 + value : value) : undefined,
    signal: known && bySignal ? signalName(value) : undefined,
    oomKilled,
    usage,
    endedAt,
  };
}

function decodeUsage(payload: PayloadReader): ExecEnd['usage'] {
  const wallMs = payload.u64() / 1_000;
  const userMs = payload.u64() / 1_000;
  const systemMs = payload.u64() / 1_000;
  return {
    wallMs,
    cpuMs: userMs + systemMs,
    userMs,
    systemMs,
    memPeakBytes: payload.maybeU64() ?? 0,
    stdoutBytes: payload.u64(),
    stderrBytes: payload.u64(),
  };
}
