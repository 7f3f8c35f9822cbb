import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerConfig } from '../config.ts';
import { askHelper } from './credential-helper.ts';
import { type DockerCredentials, dockerCredentials } from './docker-credentials.ts';
import { registryOfKey, type SignOn, signOnOf } from './sign-on.ts';

export interface Credentials {
  /** Nothing where the registry is to be asked as a stranger. */
  readonly signOn: SignOn | undefined;
  /** Why there may be less than the operator believes, safe to show. */
  readonly problem: string | undefined;
}

type Source = Pick<DockerConfig, 'credentials' | 'configFolder' | 'helperTimeoutMs'>;

/**
 * The sign-on for one registry, and for no other: of the settings, else of Docker's own file, which is read each time
 * because `docker login` changes it. A broken helper does not stand in the way of public images.
 */
export async function findCredentials(registry: string, source: Source): Promise<Credentials> {
  const problems: string[] = [];
  const note = (thrown: unknown) =>
    void problems.push(thrown instanceof Error ? thrown.message : String(thrown));
  const ask = (from: DockerCredentials) =>
    signOnFrom(from, registry, source.helperTimeoutMs).catch(note);

  const given = source.credentials && (await ask(source.credentials));
  const file = given ? undefined : await readConfig(source.configFolder).catch(note);
  const signOn = given ?? (file && (await ask(file)));
  return { signOn: signOn ?? undefined, problem: problems.join(' ') || undefined };
}

async function signOnFrom(
  { auths, credHelpers, credsStore }: DockerCredentials,
  registry: string,
  timeoutMs: number,
): Promise<SignOn | undefined> {
  const helper = entryOf(credHelpers, registry) ?? credsStore;
  const known = helper === undefined ? undefined : await askHelper(helper, registry, timeoutMs);
  const entry = entryOf(auths, registry);
  return known ?? (entry && signOnOf(registry, entry));
}

function entryOf<T>(entries: Readonly<Record<string, T>>, registry: string): T | undefined {
  return Object.entries(entries).find(([key]) => registryOfKey(key) === registry)?.[1];
}

async function readConfig(folder: string | undefined): Promise<DockerCredentials | undefined> {
  if (folder === undefined) return undefined;
  const path = join(folder, 'config.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Error(`${path} cannot be read.`);
  });
  if (text === undefined) return undefined;
  try {
    return dockerCredentials.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} cannot be understood.`);
  }
}
