import { fileURLToPath } from 'node:url';

/** The agent as it is built in a checkout of the repository. */
export function sourceGuestBinary(arch: 'x64' | 'arm64'): string {
  const dist = new URL('../../../../docker/guest/dist/', import.meta.url);
  return fileURLToPath(new URL(`guest-linux-${arch}`, dist));
}
