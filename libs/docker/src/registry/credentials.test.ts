import { chmodSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { findCredentials } from './credentials.ts';
import { type DockerCredentials, dockerCredentials } from './docker-credentials.ts';

const folder = mkdtempDisposableSync(join(tmpdir(), 'devbench-credentials-'));
afterAll(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const given = (config: object): DockerCredentials => dockerCredentials.parse(config);
const find = (registry: string, config: object) =>
  findCredentials(registry, {
    credentials: given(config),
    configFolder: undefined,
    helperTimeoutMs: 1_000,
  });
const signOn = async (registry: string, config: object) => (await find(registry, config)).signOn;

/** A program of that name, on the PATH of this test. */
function helper(name: string, script: string): void {
  const path = join(folder.path, `docker-credential-${name}`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv('PATH', [folder.path, process.env.PATH].join(delimiter));
}

it.each([
  ['ghcr.io', 'ghcr.io'],
  ['https://ghcr.io', 'ghcr.io'],
  ['https://ghcr.io/v2/', 'ghcr.io'],
  ['http://localhost:5000', 'localhost:5000'],
  ['https://index.docker.io/v1/', 'docker.io'],
  ['docker.io', 'docker.io'],
])('finds what is written for %s', async (key, registry) => {
  const found = await signOn(registry, { auths: { [key]: { auth: base64('me:pass:word') } } });

  const serveraddress = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
  expect(found).toEqual({ username: 'me', password: 'pass:word', serveraddress });
});

it.each(['ghcr.io.evil.com', 'evil.com', 'ghcr.io:5000', 'hcr.io', 'docker.io', 'GHCR.IO'])(
  'has nothing for %s',
  async (registry) => {
    const config = { auths: { 'ghcr.io': { auth: base64('me:secret') } } };
    expect(await signOn(registry, config)).toBeUndefined();
  },
);

it('understands every form of an entry', async () => {
  const of = (entry: object) => signOn('a.b', { auths: { 'a.b': entry } });
  const serveraddress = 'a.b';

  expect(await of({ username: 'u', password: 'p' })).toEqual({
    ...{ username: 'u', password: 'p', serveraddress },
  });
  expect(await of({ auth: base64('u:p\0\0') })).toMatchObject({ password: 'p' });
  expect(await of({ identitytoken: 't' })).toEqual({ identitytoken: 't', serveraddress });
  expect(await of({ registrytoken: 't' })).toEqual({ registrytoken: 't', serveraddress });
  expect(await of({})).toBeUndefined();
  expect(await of({ auth: '!' })).toBeUndefined();
});

it("asks the registry's helper, else the store for all", async () => {
  const asked = join(folder.path, 'asked');
  helper('one', `cat > ${asked}; echo '{"Username":"one","Secret":"s"}'`);
  helper('all', `echo '{"Username":"<token>","Secret":"t"}'`);
  const config = { credHelpers: { 'a.b': 'one' }, credsStore: 'all' };

  expect(await signOn('a.b', config)).toMatchObject({ username: 'one', password: 's' });
  expect(readFileSync(asked, 'utf8')).toBe('a.b');
  expect(await signOn('docker.io', config)).toEqual({
    identitytoken: 't',
    serveraddress: 'https://index.docker.io/v1/',
  });
});

it('falls back to what is written when the helper knows none', async () => {
  helper('none', 'echo "credentials not found in native keychain"; exit 1');
  const auths = { 'a.b': { username: 'u', password: 'p' } };

  const found = await find('a.b', { credsStore: 'none', auths });
  expect(found).toMatchObject({ signOn: { username: 'u' }, problem: undefined });
});

it.each([
  ['missing', undefined, 'docker-credential-missing is not on the PATH.'],
  ['broken', 'echo secret; exit 3', 'docker-credential-broken ended with 3.'],
  ['garbled', 'echo secret', 'docker-credential-garbled gave no sign-on.'],
  ['slow', 'echo secret; sleep 60', 'docker-credential-slow did not answer in time.'],
  ['../x', undefined, '"../x" is no name of a credential helper.'],
])('goes on as a stranger when a helper is %s', async (name, script, problem) => {
  if (script !== undefined) helper(name, script);
  expect(await find('a.b', { credsStore: name })).toEqual({ signOn: undefined, problem });
});

it("reads Docker's file each time, after the settings", async () => {
  const source = { configFolder: folder.path, helperTimeoutMs: 1_000 };
  const credentials = given({ auths: { 'a.b': { username: 'settings', password: 'p' } } });
  const write = (text: string) => writeFileSync(join(folder.path, 'config.json'), text);
  const user = async (registry: string) =>
    (await findCredentials(registry, { ...source, credentials })).signOn?.username;

  expect(await user('c.d')).toBeUndefined();
  const auths = { 'a.b': { auth: base64('file:p') }, 'c.d': { auth: base64('file:p') } };
  write(JSON.stringify({ auths, HttpHeaders: {} }));
  expect([await user('a.b'), await user('c.d')]).toEqual(['settings', 'file']);
  write('{');
  expect(await findCredentials('c.d', { ...source, credentials })).toEqual({
    signOn: undefined,
    problem: `${join(folder.path, 'config.json')} cannot be understood.`,
  });
});
