import { randomBytes } from 'node:crypto';

import type { LinkKey, LinkKeys } from '@devbench/core';

import type { Database } from '../database.ts';

const BYTES = 32;
const NEWEST = 'SELECT id, secret FROM link_keys WHERE created_at > ? ORDER BY id DESC LIMIT 1';

export function createLinkKeys(database: Database): LinkKeys {
  return {
    current: (now, notBefore, tooOld) =>
      database.transaction((prepare) => {
        const known = prepare(NEWEST).get(notBefore.getTime()) as LinkKey | undefined;
        if (known) return known;
        prepare('DELETE FROM link_keys WHERE created_at < ?').run(tooOld.getTime());
        const secret = randomBytes(BYTES);
        const { lastInsertRowid } = prepare(
          'INSERT INTO link_keys (secret, created_at) VALUES (?, ?)',
        ).run(secret, now.getTime());
        return { id: Number(lastInsertRowid), secret };
      }),
    find: (id) =>
      database.run(
        (prepare) =>
          prepare('SELECT id, secret FROM link_keys WHERE id = ?').get(id) as LinkKey | undefined,
      ),
  };
}
