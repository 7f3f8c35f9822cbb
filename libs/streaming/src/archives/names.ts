import { createHash, randomBytes } from 'node:crypto';

/** Times are milliseconds since 1970; owners are hashes. */
export interface ArchiveName {
  readonly until: number;
  readonly owner: string;
  readonly id: string;
}

const KEPT = /^(\d{13,15})-([0-9a-f]{16})-([0-9a-f]{24})$/;
/** With the process that is writing it. */
const UNFINISHED = /^unfinished-[0-9a-f]{24}-(\d+)$/;

export const newId = () => randomBytes(12).toString('hex');

export const ownerOf = (principal: string) =>
  createHash('sha256').update(principal).digest('hex').slice(0, 16);

export const nameOf = ({ until, owner, id }: ArchiveName) => `${until}-${owner}-${id}`;

export const unfinishedNameOf = (id: string, pid: number) => `unfinished-${id}-${pid}`;

export const isId = (text: string) => KEPT.test(text);

export function parseName(name: string): ArchiveName | undefined {
  const [, until, owner = '', id = ''] = KEPT.exec(name) ?? [];
  return until === undefined ? undefined : { until: Number(until), owner, id };
}

/** The process that writes that file; undefined for all others. */
export function writerOf(name: string): number | undefined {
  const [, pid] = UNFINISHED.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
}
