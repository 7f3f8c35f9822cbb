interface Who {
  readonly principal: string;
  readonly client: string;
}

/** Those that wait. Principals take turns, in each its clients, and of each who came first goes first. */
export interface Turns<Entry extends Who> {
  readonly all: readonly Entry[];
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** Takes out the first in turn that fits. */
  next(fits: (entry: Entry) => boolean): Entry | undefined;
}

export function createTurns<Entry extends Who>(): Turns<Entry> {
  const principals = new Map<string, Map<string, Entry[]>>();

  const clientsOf = (principal: string) => principals.get(principal) ?? new Map<string, Entry[]>();

  /** Sets what waits for a client, at the end of the line when its turn is over. */
  const put = ({ principal, client }: Who, entries: Entry[], turnIsOver: boolean) => {
    const clients = clientsOf(principal);
    if (turnIsOver || entries.length === 0) clients.delete(client);
    if (entries.length > 0) clients.set(client, entries);
    if (turnIsOver || clients.size === 0) principals.delete(principal);
    if (clients.size > 0) principals.set(principal, clients);
  };

  return {
    get all() {
      return [...principals.values()].flatMap((clients) => [...clients.values()].flat());
    },
    add: (entry) =>
      put(entry, [...(clientsOf(entry.principal).get(entry.client) ?? []), entry], false),
    remove(entry) {
      const entries = clientsOf(entry.principal).get(entry.client);
      if (entries)
        put(
          entry,
          entries.filter((other) => other !== entry),
          false,
        );
    },
    next(fits) {
      for (const clients of principals.values()) {
        for (const entries of clients.values()) {
          const entry = entries.find(fits);
          if (!entry) continue;
          put(
            entry,
            entries.filter((other) => other !== entry),
            true,
          );
          return entry;
        }
      }
      return undefined;
    },
  };
}
