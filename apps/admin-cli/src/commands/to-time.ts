import { InvalidArgumentError } from 'commander';

const AGO = /^(\d+)([smhd])$/;
const MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time as an operation takes it, from one that a person writes. */
export function toTime(said: string): string {
  const [, count, unit] = AGO.exec(said) ?? [];
  const ms =
    count === undefined
      ? Date.parse(said)
      : Date.now() - Number(count) * MS[unit as keyof typeof MS];
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Write 2026-01-31T08:00:00Z, or 5m.');
  return new Date(ms).toISOString();
}
