import {
  AppError,
  type IdempotencyKeys,
  type KeyClaim,
  type KeyState,
  type ServerRegistry,
} from '@devbench/core';

import type { Database } from '../database.ts';
import type { IdempotencyKeyRow } from '../schema.ts';

const SAME = 'owner = @owner AND operation = @operation AND key = @key';
/** Writes nothing when somebody else has the key. */
const CLAIM = `INSERT INTO idempotency_keys (owner, operation, key, input_hash, server)
  VALUES (@owner, @operation, @key, @inputHash, @self)
  ON CONFLICT (owner, operation, key) DO UPDATE
  SET input_hash = @inputHash, server = @self, result_json = NULL, expires_at = NULL
  WHERE expires_at <= @now`;
const TAKE_OVER = `UPDATE idempotency_keys SET server = @self, input_hash = @inputHash
  WHERE ${SAME} AND server = @gone AND expires_at IS NULL`;
/** Only while the claim is ours: another server may have taken it over. */
const COMPLETE = `UPDATE idempotency_keys SET result_json = @result, expires_at = @expiresAt
  WHERE ${SAME} AND server = @self AND expires_at IS NULL`;
const RELEASE = `DELETE FROM idempotency_keys
  WHERE ${SAME} AND server = @self AND expires_at IS NULL`;

const PURGE_EVERY_MS = 60_000;

export function createIdempotencyKeys(
  database: Database,
  servers: ServerRegistry,
): IdempotencyKeys {
  const { self } = servers;
  let purgedAt = 0;

  const purge = (now: number) => {
    if (Math.abs(now - purgedAt) < PURGE_EVERY_MS) return;
    purgedAt = now;
    return database.run((prepare) =>
      prepare('DELETE FROM idempotency_keys WHERE expires_at <= ?').run(now),
    );
  };
  const attempt = (claim: KeyClaim, now: Date): Promise<KeyState | undefined> =>
    database.run(async (prepare) => {
      const write = (sql: string, more: object) =>
        prepare(sql).run({ ...claim, self, ...more }).changes;
      if (write(CLAIM, { now: now.getTime() }) > 0) return { state: 'claimed' };

      const row = prepare(`SELECT * FROM idempotency_keys WHERE ${SAME}`).get(claim);
      if (row === undefined) return undefined;
      const { server, input_hash, expires_at, result_json } = row as IdempotencyKeyRow;
      if (expires_at === null && !(await servers.alive(now)).has(server)) {
        return write(TAKE_OVER, { gone: server }) > 0 ? { state: 'claimed' } : undefined;
      }
      if (input_hash !== claim.inputHash) {
        throw new AppError('idempotency_mismatch', 'The key was used with other arguments.');
      }
      if (expires_at === null) return { state: 'running' };
      const result: unknown = result_json === null ? undefined : JSON.parse(result_json);
      return { state: 'done', result };
    });

  return {
    async claim(claim, now) {
      await purge(now.getTime());
      // Whoever had the key may let it go between the attempt to take it and the look at it.
      for (;;) {
        const state = await attempt(claim, now);
        if (state) return state;
      }
    },
    async complete(claim, result, expiresAt) {
      const row = {
        ...claim,
        self,
        result: result === undefined ? null : JSON.stringify(result),
        expiresAt: expiresAt.getTime(),
      };
      await database.run((prepare) => prepare(COMPLETE).run(row));
    },
    async release(claim) {
      await database.run((prepare) => prepare(RELEASE).run({ ...claim, self }));
    },
  };
}
