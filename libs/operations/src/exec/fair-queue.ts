import { AppError } from '@devbench/core';

interface Limits {
  readonly execsPerWorkspace: number;
  readonly execsAtOnce: number;
  readonly execQueueLength: number;
}

/** A place in the queue, later a place among those that run. */
export interface Ticket {
  /** Whether its turn has come. */
  readonly granted: boolean;
  /** Resolves to true when its turn comes, to false when it leaves before. */
  readonly turn: Promise<boolean>;
  /** Gives the place to the next; a second time changes nothing. */
  leave(): void;
}

interface Place {
  readonly workspace: string;
  readonly client: string;
  /** Of what has the same lane only one runs at once. */
  readonly lane?: string | undefined;
}

interface Entry extends Place {
  state: 'waiting' | 'running' | 'gone';
  readonly turn: PromiseWithResolvers<boolean>;
}

export interface FairQueue {
  readonly waiting: number;
  /** Throws `queue_full`. */
  enter(place: Place): Ticket;
  /** For what runs already: it counts, but does not wait. */
  occupy(place: Place): Ticket;
}

/** So many at once in each workspace and in all; clients take turns, each first come, first served. */
export function createFairQueue(limits: Limits): FairQueue {
  const running = new Map<string, number>();
  /** More than one of a lane only when they were taken over: one that has ended must not free it. */
  const lanes = new Map<string, number>();
  let total = 0;
  /** Clients in the order of their turns, each with what it waits for. */
  const clients = new Map<string, Entry[]>();

  const hasRoom = ({ workspace, lane }: Place) =>
    (lane === undefined || !lanes.has(lane)) &&
    total < limits.execsAtOnce &&
    (running.get(workspace) ?? 0) < limits.execsPerWorkspace;

  const leaveLane = (lane: string) => {
    const left = (lanes.get(lane) ?? 1) - 1;
    if (left > 0) lanes.set(lane, left);
    else lanes.delete(lane);
  };
  const admit = (entry: Entry) => {
    entry.state = 'running';
    total += 1;
    if (entry.lane !== undefined) lanes.set(entry.lane, (lanes.get(entry.lane) ?? 0) + 1);
    running.set(entry.workspace, (running.get(entry.workspace) ?? 0) + 1);
    entry.turn.resolve(true);
  };

  const next = (): Entry | undefined => {
    for (const [client, entries] of clients) {
      const index = entries.findIndex(hasRoom);
      const [entry] = index < 0 ? [] : entries.splice(index, 1);
      if (!entry) continue;
      clients.delete(client);
      if (entries.length > 0) clients.set(client, entries);
      return entry;
    }
    return undefined;
  };

  const leave = (entry: Entry) => {
    if (entry.state === 'running') {
      total -= 1;
      if (entry.lane !== undefined) leaveLane(entry.lane);
      const left = (running.get(entry.workspace) ?? 1) - 1;
      if (left === 0) running.delete(entry.workspace);
      else running.set(entry.workspace, left);
    } else if (entry.state === 'waiting') {
      const rest = (clients.get(entry.client) ?? []).filter((other) => other !== entry);
      if (rest.length > 0) clients.set(entry.client, rest);
      else clients.delete(entry.client);
      entry.turn.resolve(false);
    }
    entry.state = 'gone';
    for (let free = next(); free; free = next()) admit(free);
  };

  const waitingFor = (workspace: string) =>
    [...clients.values()].flat().filter((entry) => entry.workspace === workspace).length;

  const ticket = (entry: Entry): Ticket => ({
    get granted() {
      return entry.state === 'running';
    },
    turn: entry.turn.promise,
    leave: () => leave(entry),
  });

  const entryFor = (place: Place): Entry => ({
    ...place,
    state: 'waiting',
    turn: Promise.withResolvers(),
  });

  return {
    get waiting() {
      return [...clients.values()].flat().length;
    },
    enter(place) {
      const entry = entryFor(place);
      if (hasRoom(place)) admit(entry);
      else if (waitingFor(place.workspace) >= limits.execQueueLength) {
        const length = String(limits.execQueueLength);
        throw new AppError('queue_full', `${length} commands wait for this container already.`);
      } else clients.set(place.client, [...(clients.get(place.client) ?? []), entry]);
      return ticket(entry);
    },
    occupy(place) {
      const entry = entryFor(place);
      admit(entry);
      return ticket(entry);
    },
  };
}
