import type { CredentialEntry } from './docker-credentials.ts';

/** What the engine passes on to one registry, as it wants it in `X-Registry-Auth`. */
export interface SignOn {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
  readonly serveraddress: string;
}

const HUB_ADDRESS = 'https://index.docker.io/v1/';

/** How Docker's own programs call a registry when they keep or ask for its sign-on. */
export const serverAddress = (registry: string): string =>
  registry === 'docker.io' ? HUB_ADDRESS : registry;

/** The registry that a key of `auths` or `credHelpers` means, which may be written as an address. */
export function registryOfKey(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return host === 'index.docker.io' ? 'docker.io' : host;
}

/** Undefined for an entry that says nothing, as `docker login` leaves one when a helper has the secret. */
export function signOnOf(
  registry: string,
  { auth, username, password, identitytoken, registrytoken }: CredentialEntry,
): SignOn | undefined {
  const decoded = auth === undefined ? '' : Buffer.from(auth, 'base64').toString();
  const colon = decoded.indexOf(':');
  const user = username ?? (colon > 0 ? decoded.slice(0, colon) : undefined);
  // Docker pads what it writes with zero bytes.
  const secret = password ?? (colon > 0 ? decoded.slice(colon + 1).replace(/\0+$/, '') : undefined);
  if (identitytoken === undefined && registrytoken === undefined && !(user && secret)) return;
  return {
    ...(user !== undefined && { username: user }),
    ...(secret !== undefined && { password: secret }),
    ...(identitytoken !== undefined && { identitytoken }),
    ...(registrytoken !== undefined && { registrytoken }),
    serveraddress: serverAddress(registry),
  };
}
