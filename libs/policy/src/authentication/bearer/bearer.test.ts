import { mkdtempDisposableSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { authenticationConfig } from '../config.ts';
import { createAuthenticator } from '../create-authenticator.ts';

const bearer = (config: object) =>
  createAuthenticator(authenticationConfig.parse({ mode: 'bearer', ...config }));

const refused = expect.objectContaining({ code: 'unauthenticated' }) as unknown;

it('knows principals by their tokens, and what they may', async () => {
  const known = bearer({ tokens: ['alice=one', 'bob@x:admin=two=', 'eve:workspace=3'] });

  expect(await known.authenticate('one')).toEqual({ id: 'alice', scopes: ['workspace'] });
  expect(await known.authenticate('two=')).toEqual({ id: 'bob@x', scopes: ['workspace', 'admin'] });
  expect(await known.authenticate('3')).toEqual({ id: 'eve', scopes: ['workspace'] });
});

it.each([undefined, '', 'on', 'onee', 'ONE', 'alice', 'alice=one', '\0'])(
  'refuses %j',
  async (token) => {
    await expect(bearer({ tokens: ['alice=one'] }).authenticate(token)).rejects.toEqual(refused);
  },
);

it('follows its file: who is taken out is out at once', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tokens-'));
  const file = join(folder.path, 'tokens');
  writeFileSync(file, '# ours\nalice=one\n\n bob:admin=two \n');
  const known = bearer({ tokens: ['carol=three'], file });

  expect(await known.authenticate('one')).toMatchObject({ id: 'alice' });
  expect(await known.authenticate('two')).toMatchObject({
    id: 'bob',
    scopes: ['workspace', 'admin'],
  });
  writeFileSync(file, 'bob=two\n');
  await expect(known.authenticate('one')).rejects.toEqual(refused);
  expect(await known.authenticate('two')).toEqual({ id: 'bob', scopes: ['workspace'] });
  rmSync(file);
  await expect(known.authenticate('two')).rejects.toMatchObject({ code: 'settings_invalid' });
});

it.each(['nonsense', 'a b=c', 'alice=', '=token', 'alice:root=x'])(
  'does not start with %j in its file, and does not repeat it',
  (line) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'tokens-'));
    const file = join(folder.path, 'tokens');
    writeFileSync(file, `alice=one\n${line}\n`);

    expect(() => bearer({ file })).toThrow(
      expect.objectContaining({
        code: 'settings_invalid',
        data: { tokens: 'number 2 is not name=token or name:admin=token' },
      }) as Error,
    );
  },
);

it('lets everybody in where nobody needs a token', async () => {
  const known = createAuthenticator({ mode: 'none', principal: 'ann' });
  expect(await known.authenticate(undefined)).toEqual({
    id: 'ann',
    scopes: ['workspace', 'admin'],
  });
});
