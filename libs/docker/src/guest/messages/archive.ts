import type { ArchiveSummary } from '@devbench/core';
import type { PayloadReader } from '../wire/payload-reader.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';
import { FAULTS, type FaultCode } from './fault.ts';

const KEEP = 2;

const REASONS = [
  'complete',
  'cut',
  'damaged',
  'unsupported',
  'outside',
  'too_many_bytes',
  'too_many_entries',
  'fault',
] as const;

export interface Imported extends ArchiveSummary {
  readonly reason: (typeof REASONS)[number];
  readonly fault: FaultCode;
  /** The entry that it stopped at. */
  readonly at: string;
}

export const encodeExport = (
  path: string,
  { include, exclude }: { include: readonly string[]; exclude: readonly string[] },
  credit: number,
) => new PayloadWriter().str(path).u32(0).list(include).list(exclude).u32(credit).finish();

export const encodeImport = (
  path: string,
  options: { overwrite: boolean; maxBytes: number; maxEntries: number },
) =>
  new PayloadWriter()
    .str(path)
    .u32(options.overwrite ? 0 : KEEP)
    .u64(options.maxBytes)
    .u32(options.maxEntries)
    .finish();

export const encodeTotal = (total: number) => new PayloadWriter().u64(total).finish();

/** `total` counts the bytes of the archive. */
export function decodeExported(payload: PayloadReader): ArchiveSummary & { total: number } {
  return { total: payload.u64(), ...decodeSummary(payload) };
}

export function decodeImported(payload: PayloadReader): Imported {
  const reason = REASONS[payload.u8()] ?? 'damaged';
  const code = payload.u16();
  const fault = code in FAULTS ? FAULTS[code as keyof typeof FAULTS] : 'io';
  return { reason, fault, at: payload.str(), ...decodeSummary(payload) };
}

function decodeSummary(payload: PayloadReader): ArchiveSummary {
  const files = payload.u32();
  const directories = payload.u32();
  const links = payload.u32();
  const bytes = payload.u64();
  const skipped = payload.u32();
  const first = payload.str();
  const firstSkipped = skipped > 0 ? first : undefined;
  return { files, directories, links, bytes, skipped, firstSkipped, changed: payload.u32() };
}
