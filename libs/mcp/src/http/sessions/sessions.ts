import type { Response } from 'express';

import type { SessionLimits } from '../options.ts';

/** A client's session; `handle` is the transport that it speaks through. */
export interface Session<Handle = unknown> {
  readonly id: string;
  /** Whose it is, for good. */
  readonly owner: string;
  readonly handle: Handle;
  close(): Promise<void>;
}

interface Entry {
  readonly session: Session;
  /** Responses that are not at their end. */
  open: number;
  quietSince: number;
}

/**
 * The sessions of all principals. Clients rarely say goodbye, so the one that was quiet longest goes when there
 * are too many; one that listens or waits for an answer never goes for that.
 */
export class Sessions {
  readonly #limits: SessionLimits;
  readonly #now: () => number;
  readonly #byId = new Map<string, Entry>();

  constructor(limits: SessionLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Makes room for one more of that owner; false when there is none. */
  makeRoom(owner: string): boolean {
    const all = [...this.#byId.values()];
    const own = all.filter(({ session }) => session.owner === owner);
    if (own.length >= this.#limits.mostOfOne) return this.#evictFrom(own);
    return all.length < this.#limits.most || this.#evictFrom(own) || this.#evictFrom(all);
  }

  add(session: Session): void {
    this.#byId.set(session.id, { session, open: 0, quietSince: this.#now() });
  }

  /** Somebody else's does not exist. */
  find(id: string, owner: string): Session | undefined {
    const session = this.#byId.get(id)?.session;
    return session?.owner === owner ? session : undefined;
  }

  /** Until the response is over, its session is in use. */
  use({ id }: Session, response: Response): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    entry.open += 1;
    response.once('close', () => {
      entry.open -= 1;
      entry.quietSince = this.#now();
    });
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  /** Ends those whose clients said nothing for too long. */
  expire(): void {
    const before = this.#now() - this.#limits.idleMs;
    for (const entry of this.#byId.values()) {
      if (entry.open === 0 && entry.quietSince < before) this.#end(entry);
    }
  }

  async closeAll(): Promise<void> {
    const all = [...this.#byId.values()];
    this.#byId.clear();
    await Promise.allSettled(all.map(({ session }) => session.close()));
  }

  #evictFrom(entries: readonly Entry[]): boolean {
    const quiet = entries.filter(({ open }) => open === 0);
    const [longest] = quiet.toSorted((a, b) => a.quietSince - b.quietSince);
    if (longest) this.#end(longest);
    return longest !== undefined;
  }

  #end({ session }: Entry): void {
    this.#byId.delete(session.id);
    session.close().catch(() => undefined);
  }
}
