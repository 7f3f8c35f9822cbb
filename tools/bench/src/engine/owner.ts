import { hostname } from 'node:os';

/** On everything that a reference makes. What our own server makes has it as its session. */
const LABEL = 'com.devbench.bench';
const SESSION_LABEL = 'com.mcp.session';
const PREFIX = `bench-${hostname()}-`;

/** Says on the engine which process a container or volume belongs to. */
export const OWNER = `${PREFIX}${process.pid}`;
export const OWNER_LABEL = `${LABEL}=${OWNER}`;

/** The labels under which leftovers are found. */
export const LABELS = [LABEL, SESSION_LABEL] as const;

/** Whether a label names a bench of this host whose process is gone. */
export function isAbandoned(owner: string): boolean {
  if (!owner.startsWith(PREFIX)) return false;
  try {
    process.kill(Number(owner.slice(PREFIX.length)), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
