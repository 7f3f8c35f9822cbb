import { hash as digest } from 'node:crypto';

/** What the first line of the first chain follows. */
export const NOTHING = '0'.repeat(64);

const SEAL = /,"hash":"([0-9a-f]{64})"\}$/;

const sha256 = (text: string) => digest('sha256', text);

/** A line of JSON that carries the SHA-256 of all that stands before it, so that no byte can be changed unseen. */
export function seal(record: Readonly<Record<string, unknown>>): { line: string; hash: string } {
  const text = JSON.stringify(record);
  const hash = sha256(text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** The hash of a line; undefined when the line is not what was sealed. */
export function unseal(line: string): string | undefined {
  const hash = SEAL.exec(line)?.[1];
  return hash === sha256(line.replace(SEAL, '}')) ? hash : undefined;
}
