import { basename, dirname, extname, join } from 'node:path';

/** How much of a moment is in the name of its file. */
const LENGTH = { hourly: 13, daily: 10, monthly: 7 } as const;

export type Rotation = keyof typeof LENGTH;

/** The file for a moment: `audit.jsonl` becomes `audit-2026-11-21.jsonl`. UTC, so that names sort by time. */
export function fileFor(file: string, rotation: Rotation, at: Date): string {
  const end = extname(file);
  const period = at.toISOString().slice(0, LENGTH[rotation]).replace('T', '-');
  return join(dirname(file), `${basename(file, end)}-${period}${end}`);
}

/** Whether a name is one that `fileFor` gives, whatever the rotation was. */
export function isFileOf(file: string, name: string): boolean {
  const end = extname(file);
  const begin = `${basename(file, end)}-`;
  if (!name.startsWith(begin) || !name.endsWith(end)) return false;
  return /^\d{4}-\d{2}(-\d{2}){0,2}$/.test(name.slice(begin.length, name.length - end.length));
}
