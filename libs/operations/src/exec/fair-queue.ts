import { AppError } from '@devbench/core';

import { createCounts } from './counts.ts';
import { createTurns } from './turns.ts';

interface Limits {
  /** Also what each principal is sure of, whatever the others run: it does not wait for `execsAtOnce`. */
  readonly execsPerWorkspace: number;
  readonly execsPerPrincipal?: number | undefined;
  readonly execsAtOnce: number;
  readonly execQueueLength: number;
}

/** A place in the queue, later a place among those that run. */
export interface Ticket {
  /** Whether its turn has come. */
  isGranted(): boolean;
  /** Resolves to true when its turn comes, to false when it leaves before. */
  readonly turn: Promise<boolean>;
  /** Gives the place to the next; a second time changes nothing. */
  leave(): void;
}

interface Place {
  readonly workspace: string;
  readonly principal: string;
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
  readonly running: number;
  /** Throws `queue_full`. */
  enter(place: Place): Ticket;
  /** For what runs already: it counts, but does not wait. */
  occupy(place: Place): Ticket;
}

/** So many at once in each workspace, for each principal and in all; principals take turns, and their clients. */
export function createFairQueue(limits: Limits): FairQueue {
  const { execsPerWorkspace, execsPerPrincipal = Infinity, execsAtOnce } = limits;
  const workspaces = createCounts();
  const principals = createCounts();
  /** More than one of a lane only when they were taken over: one that has ended must not free it. */
  const lanes = createCounts();
  const waiting = createTurns<Entry>();
  let total = 0;

  const hasRoom = ({ workspace, principal, lane }: Place) => {
    const own = principals.of(principal);
    return (
      (lane === undefined || lanes.of(lane) === 0) &&
      workspaces.of(workspace) < execsPerWorkspace &&
      own < execsPerPrincipal &&
      (total < execsAtOnce || own < execsPerWorkspace)
    );
  };

  const count = ({ workspace, principal, lane }: Place, change: 1 | -1) => {
    total += change;
    workspaces.add(workspace, change);
    principals.add(principal, change);
    if (lane !== undefined) lanes.add(lane, change);
  };

  const admit = (entry: Entry) => {
    entry.state = 'running';
    count(entry, 1);
    entry.turn.resolve(true);
  };

  const leave = (entry: Entry) => {
    if (entry.state === 'running') count(entry, -1);
    else if (entry.state === 'waiting') {
      waiting.remove(entry);
      entry.turn.resolve(false);
    }
    entry.state = 'gone';
    for (let free = waiting.next(hasRoom); free; free = waiting.next(hasRoom)) admit(free);
  };

  const ticket = (entry: Entry): Ticket => ({
    isGranted: () => entry.state === 'running',
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
      return waiting.all.length;
    },
    get running() {
      return total;
    },
    enter(place) {
      const entry = entryFor(place);
      const before = () => waiting.all.filter(({ workspace }) => workspace === place.workspace);
      if (hasRoom(place)) admit(entry);
      else if (before().length >= limits.execQueueLength) {
        const length = String(limits.execQueueLength);
        throw new AppError('queue_full', `${length} commands wait for this container already.`);
      } else waiting.add(entry);
      return ticket(entry);
    },
    occupy(place) {
      const entry = entryFor(place);
      admit(entry);
      return ticket(entry);
    },
  };
}
