import type { Random } from '../testing/random.ts';
import type { Session } from '../testing/session.ts';
import { type Snapshot, snapshotsOf } from '../testing/snapshots.ts';
import { IMAGE } from '../testing/workspace.ts';

/** What one file may hold: what was acknowledged last, and what was asked for since. */
type Expected = Map<string, Set<string | undefined>>;
const MISSING: ReadonlySet<undefined> = new Set([undefined]);
const MOST_SNAPSHOTS = 2;

/**
 * A persistent workspace and a transient one beside it, on which one worker does what chance says. It remembers
 * what it was told, so that afterwards a lost byte shows.
 */
export class Box {
  readonly alias: string;
  readonly #random: Random;
  readonly #files: Expected = new Map();
  readonly #snapshots = new Map<string, Expected>();
  #id: string | undefined;
  #transient: string | undefined;
  #writes = 0;

  constructor(alias: string, random: Random) {
    this.alias = alias;
    this.#random = random;
  }

  /** One call, or rejects when the server is killed in it. */
  async step(session: Session): Promise<void> {
    if (this.#random.chance(0.3)) return this.#stepBeside(session);
    if (this.#id === undefined) {
      await this.#spawn(session);
      return;
    }
    const container_id = this.#id;
    const what = this.#random.integer(0, 11);
    if (what === 0) {
      await session.data('kill', { container_id, force: true });
      this.#id = undefined;
    } else if (what < 4) {
      const script = this.#random.pick(['echo done', 'sleep 0.05; echo late', 'sleep 1000']);
      await session.data('exec_start', { container_id, script });
    } else if (what < 10) {
      await this.#write(session, container_id);
    } else if (what === 10) {
      await this.#snapshot(session, container_id);
    } else {
      await this.#restore(session, container_id);
    }
  }

  /** After a restart: whether everything that was acknowledged is there. */
  async verify(session: Session): Promise<readonly string[]> {
    this.#transient = undefined;
    // An engine that was killed has stopped it.
    await session.call('start', { container_id: this.alias });
    const container_id = await this.#spawn(session, true);
    const lost = await this.#verifySnapshots(session);
    for (const [path, expected] of this.#files) {
      const { isError, code, data } = await session.call('fs_read', { container_id, path });
      if (isError && code !== 'file_not_found') throw new Error(`fs_read: ${code}`);
      const content = isError ? undefined : String(data.content);
      if (!expected.has(content)) lost.push(`${this.alias}/${path} is ${content ?? 'missing'}`);
      this.#files.set(path, new Set([content]));
    }
    return lost;
  }

  /** What was asked for and not acknowledged is nobody's; it goes, as a caller would clean up. */
  async #verifySnapshots(session: Session): Promise<string[]> {
    const mine = (await snapshotsOf(session)).filter(({ alias }) => alias === this.alias);
    const there = new Set(mine.map(({ snapshot_id }) => snapshot_id));
    for (const snapshot_id of there) {
      if (!this.#snapshots.has(snapshot_id)) await session.data('snapshot_delete', { snapshot_id });
    }
    const gone = [...this.#snapshots.keys()].filter((id) => !there.has(id));
    return gone.map((id) => `snapshot ${id} of ${this.alias} is missing`);
  }

  async #snapshot(session: Session, container_id: string): Promise<void> {
    if (this.#snapshots.size < MOST_SNAPSHOTS) {
      const { snapshot_id } = await session.data<Snapshot>('snapshot_create', { container_id });
      this.#snapshots.set(snapshot_id, new Map(this.#files));
      return;
    }
    const [snapshot_id = ''] = this.#snapshots.keys();
    this.#snapshots.delete(snapshot_id);
    await session.data('snapshot_delete', { snapshot_id });
  }

  async #restore(session: Session, container_id: string): Promise<void> {
    const [snapshot_id, kept] = [...this.#snapshots].at(-1) ?? [];
    if (snapshot_id === undefined || kept === undefined) return;
    const paths = new Set([...this.#files.keys(), ...kept.keys()]);
    for (const path of paths) {
      const either = [this.#files, kept].flatMap((files) => [...(files.get(path) ?? MISSING)]);
      this.#files.set(path, new Set(either));
    }
    await session.data('snapshot_restore', { container_id, snapshot_id });
    for (const path of paths) this.#files.set(path, new Set(kept.get(path) ?? MISSING));
  }

  async #spawn(session: Session, reuse = false): Promise<string> {
    const input = { image: IMAGE, alias: this.alias, persistent: true, reuse };
    const { container_id } = await session.data<{ container_id: string }>('spawn', input);
    this.#id = container_id;
    return container_id;
  }

  async #write(session: Session, container_id: string): Promise<void> {
    const path = `file-${this.#random.integer(0, 3)}`;
    const content = `${(this.#writes += 1)} ${'x'.repeat(this.#random.integer(0, 20_000))}`;
    const before = this.#files.get(path) ?? new Set([undefined]);
    this.#files.set(path, new Set([...before, content]));
    await session.data('fs_write', { container_id, path, content });
    this.#files.set(path, new Set([content]));
  }

  async #stepBeside(session: Session): Promise<void> {
    const container_id = this.#transient;
    if (container_id === undefined) {
      const reply = await session.data<{ container_id: string }>('spawn', { image: IMAGE });
      this.#transient = reply.container_id;
    } else {
      await session.data('kill', { container_id, force: this.#random.chance(0.5) });
      this.#transient = undefined;
    }
  }
}
