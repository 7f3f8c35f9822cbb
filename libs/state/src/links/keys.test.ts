import { expect, it } from 'vitest';

import { createDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { createLinkKeys } from './keys.ts';

const at = (hours: number) => new Date(Date.UTC(2026, 0, 1, hours));

it('makes one key for all that ask in its time, and forgets the oldest', async () => {
  const database = createDatabase({ file: ':memory:', busyTimeoutMs: 0 });
  await database.open();
  await migrate(database);
  const keys = createLinkKeys(database);

  const first = await keys.current(at(0), at(-24), at(-48));
  const same = await keys.current(at(23), at(-1), at(-25));
  const second = await keys.current(at(25), at(1), at(-23));

  expect(first.secret).toHaveLength(32);
  expect(same).toEqual(first);
  expect(second.id).not.toBe(first.id);
  expect(second.secret).not.toEqual(first.secret);
  expect(await keys.find(first.id)).toEqual(first);
  await keys.current(at(60), at(36), at(12));
  expect(await keys.find(first.id)).toBeUndefined();
  database.close();
});
