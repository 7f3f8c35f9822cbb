import { expect, it } from 'vitest';

import { rememberTokens } from './remember-tokens.ts';

function setup() {
  const asked: string[] = [];
  const time = { now: 0 };
  const remembered = rememberTokens(
    async (token) => {
      asked.push(token);
      if (token.startsWith('bad')) throw new Error('refused');
      return { sub: token };
    },
    () => time.now,
  );
  return { asked, time, remembered };
}

it('asks once for a while, also for many at the same time', async () => {
  const { asked, time, remembered } = setup();

  await Promise.all([remembered('a'), remembered('a'), remembered('b')]);
  expect(await remembered('a')).toEqual({ sub: 'a' });
  expect(asked).toEqual(['a', 'b']);
  time.now = 30_000;
  await remembered('a');
  expect(asked).toEqual(['a', 'b', 'a']);
});

it('remembers no failure', async () => {
  const { asked, remembered } = setup();

  await expect(remembered('bad')).rejects.toThrow('refused');
  await expect(remembered('bad')).rejects.toThrow('refused');
  expect(asked).toHaveLength(2);
});

it('remembers the newest of many', async () => {
  const { asked, remembered } = setup();
  for (let n = 0; n <= 1_000; n += 1) await remembered(`t${n}`);

  await remembered('t1');
  expect(asked).toHaveLength(1_001);
  await remembered('t0');
  expect(asked).toHaveLength(1_002);
});
