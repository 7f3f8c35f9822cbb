import type { LinkKey, LinkKeys } from '@devbench/core';
import { ManualClock } from '@devbench/testing';
import { expect, it } from 'vitest';

import { createLinks } from './create-links.ts';

const HOUR = 60 * 60 * 1000;

function sharedKeys(): LinkKeys & { readonly all: Map<number, LinkKey & { at: Date }> } {
  const all = new Map<number, LinkKey & { at: Date }>();
  return {
    all,
    async current(now, notBefore, tooOld) {
      const newest = [...all.values()].at(-1);
      if (newest && newest.at > notBefore) return newest;
      for (const [id, { at }] of all) if (at < tooOld) all.delete(id);
      const id = (newest?.id ?? 0) + 1;
      const key = { id, secret: Buffer.from(`secret ${id}`), at: now };
      all.set(id, key);
      return key;
    },
    find: async (id) => all.get(id),
  };
}

function setup() {
  const clock = new ManualClock();
  const keys = sharedKeys();
  const links = createLinks({ keys, clock });
  const grant = (ms: number) => ({
    id: 'call_1',
    owner: 'alice',
    action: 'link_read',
    input: { path: 'a/ü' },
    expiresAt: new Date(clock.now().getTime() + ms),
  });
  return { clock, keys, links, grant };
}

it('opens what was sealed, at any server, until it is over', async () => {
  const { clock, keys, links, grant } = setup();
  const sealed = grant(HOUR);
  const token = await links.seal(sealed);

  expect(await createLinks({ keys, clock }).open(token)).toEqual(sealed);
  await clock.advance(HOUR - 1);
  expect(await links.open(token)).toEqual(sealed);
  await clock.advance(1);
  expect(await links.open(token)).toBeUndefined();
});

it('opens nothing else, character for character', async () => {
  const { links, grant } = setup();
  const token = await links.seal(grant(HOUR));

  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === 'A' ? 'B' : 'A';
    const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
    expect(await links.open(changed)).toBeUndefined();
  }
  for (const wrong of ['', '.', '1..', `${token}A`, `0${token}`, 'x'.repeat(20_000)]) {
    expect(await links.open(wrong)).toBeUndefined();
  }
});

it('changes its key, and keeps the old one as long as something needs it', async () => {
  const { clock, keys, links, grant } = setup();
  await links.seal(grant(HOUR));
  await clock.advance(24 * HOUR - 1);
  const last = await links.seal(grant(24 * HOUR));
  await clock.advance(HOUR);
  await links.seal(grant(HOUR));

  expect([...keys.all.keys()]).toEqual([1, 2]);
  await clock.advance(22 * HOUR);
  expect(await links.open(last)).toMatchObject({ owner: 'alice' });
  await clock.advance(30 * HOUR);
  await links.seal(grant(HOUR));
  expect(keys.all.has(1)).toBe(false);
});
