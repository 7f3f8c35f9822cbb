import type { StateUpkeep } from '@devbench/core';

import type { Database } from '../database.ts';

type Orphans = Pick<StateUpkeep, 'orphansSince' | 'rememberOrphans'>;

const REMEMBER = 'INSERT INTO orphans (name, since) VALUES (?, ?) ON CONFLICT DO NOTHING';

export function createOrphans(database: Database): Orphans {
  return {
    orphansSince: (names) =>
      database.run((prepare) => {
        const asked = new Set(names);
        const rows = prepare('SELECT * FROM orphans').all() as { name: string; since: number }[];
        const known = rows.filter(({ name }) => asked.has(name));
        return new Map(known.map(({ name, since }) => [name, new Date(since)]));
      }),
    rememberOrphans: (names, now) =>
      database.transaction((prepare) => {
        for (const name of names) prepare(REMEMBER).run(name, now.getTime());
        prepare('DELETE FROM orphans WHERE name NOT IN (SELECT value FROM json_each(?))').run(
          JSON.stringify(names),
        );
      }),
  };
}
