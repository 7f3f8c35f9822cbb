import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Clock, Grant, LinkKey, LinkKeys, Links } from '@devbench/core';
import { z } from 'zod';

/** A key seals for so long; then there is a new one, and the old one only opens. */
const ROTATE_MS = 24 * 60 * 60 * 1000;
/** No link lives longer. */
const LONGEST_MS = 24 * 60 * 60 * 1000;
/** For so long the state is not asked for the key again. */
const FRESH_MS = 60 * 60 * 1000;
const LONGEST_TOKEN = 16_384;
const TOKEN = /^(\d{1,15})\.([\w-]+)\.([\w-]{43})$/;

const grant = z
  .tuple([z.string(), z.string(), z.string(), z.record(z.string(), z.unknown()), z.number()])
  .transform(([id, owner, action, input, expires]) => {
    return { id, owner, action, input, expiresAt: new Date(expires) } satisfies Grant;
  });

interface Parts {
  readonly keys: LinkKeys;
  readonly clock: Clock;
}

/** Grants with an HMAC of a key that the servers of one state share. */
export function createLinks({ keys, clock }: Parts): Links {
  let sealing: { readonly key: LinkKey; readonly until: number } | undefined;

  const sealingKey = async (): Promise<LinkKey> => {
    const now = clock.now();
    if (sealing && now.getTime() < sealing.until) return sealing.key;
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const key = await keys.current(now, ago(ROTATE_MS), ago(ROTATE_MS + FRESH_MS + LONGEST_MS));
    sealing = { key, until: now.getTime() + FRESH_MS };
    return key;
  };

  return {
    async seal({ id, owner, action, input, expiresAt }) {
      const key = await sealingKey();
      const facts = JSON.stringify([id, owner, action, input, expiresAt.getTime()]);
      const payload = `${key.id}.${Buffer.from(facts).toString('base64url')}`;
      return `${payload}.${macOf(key, payload)}`;
    },

    async open(token) {
      if (token.length > LONGEST_TOKEN) return undefined;
      const [, id, facts = '', mac = ''] = TOKEN.exec(token) ?? [];
      const key = id === undefined ? undefined : await keys.find(Number(id));
      if (!key) return undefined;
      // As text: the same bytes can be written in several ways.
      const expected = Buffer.from(macOf(key, `${String(id)}.${facts}`));
      if (!timingSafeEqual(expected, Buffer.from(mac))) return undefined;
      const opened = grant.parse(JSON.parse(Buffer.from(facts, 'base64url').toString()));
      return opened.expiresAt > clock.now() ? opened : undefined;
    },
  };
}

const macOf = ({ secret }: LinkKey, payload: string) =>
  createHmac('sha256', secret).update(payload).digest('base64url');
