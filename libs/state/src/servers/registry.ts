import { randomUUID } from 'node:crypto';

import type { ServerRegistry } from '@devbench/core';

import type { StateConfig } from '../config.ts';
import type { Database } from '../database.ts';
import type { ServerRow } from '../schema.ts';

const SILENT_AFTER_MS = 15_000;
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1_000;

const HEARTBEAT = `INSERT INTO servers (id, host, pid, heartbeat_at)
  VALUES (@id, @host, @pid, @now)
  ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at`;

/** A server is gone when it has been silent for 15 s, or at once when its process on this host is. */
export function createServerRegistry(
  database: Database,
  { pid, host, isAlive }: Pick<StateConfig, 'pid' | 'host' | 'isAlive'>,
): ServerRegistry {
  const self = `s_${randomUUID()}`;
  return {
    self,
    async heartbeat(at) {
      const now = at.getTime();
      await database.run((prepare) => {
        prepare(HEARTBEAT).run({ id: self, host, pid, now });
        prepare('DELETE FROM servers WHERE heartbeat_at < ?').run(now - FORGOTTEN_AFTER_MS);
      });
    },
    alive: (now) =>
      database.run((prepare) => {
        const rows = prepare('SELECT * FROM servers WHERE heartbeat_at > ?').all(
          now.getTime() - SILENT_AFTER_MS,
        ) as ServerRow[];
        const present = rows.filter((row) => row.host !== host || isAlive(row.pid));
        return new Set([self, ...present.map(({ id }) => id)]);
      }),
    async leave() {
      await database.run((prepare) => prepare('DELETE FROM servers WHERE id = ?').run(self));
    },
  };
}
