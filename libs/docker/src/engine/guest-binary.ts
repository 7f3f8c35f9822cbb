import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the package with the agents is: beside this one when installed, in `docker/guest` in a checkout. */
const PACKAGE = dirname(createRequire(import.meta.url).resolve('@devbench/guest/package.json'));

/** The agent's binary for the engine's platform. Nothing says that it has been built. */
export const packagedGuestBinary = (arch: 'x64' | 'arm64'): string =>
  join(PACKAGE, 'dist', `guest-linux-${arch}`);
