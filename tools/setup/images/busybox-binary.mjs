import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withContainer } from '../docker/containers.mjs';
import { hasImage, pull } from '../docker/images.mjs';
import { isDebian } from '../machine.mjs';
import { SetupError } from '../report.mjs';
import { firstFile } from '../tar.mjs';
import { withUnpacked } from '../unpack.mjs';

const IMAGE = 'busybox:stable-musl';

/**
 * A statically linked busybox for the engine's processor: Debian's, else the official image's.
 * @param {import('../steps/engine.mjs').Engine} engine
 * @returns {Promise<Buffer>}
 */
export async function busyboxBinary({ endpoint, sameArch }) {
  if (sameArch && isDebian()) {
    return withUnpacked(['busybox-static'], (root) => readFile(join(root, 'bin/busybox')));
  }
  const failure = (await hasImage(endpoint, IMAGE)) ? undefined : await pull(endpoint, IMAGE);
  if (failure) {
    throw new SetupError(
      `${IMAGE} could not be pulled: ${failure}`,
      'Give the engine access to a registry.',
    );
  }
  const config = { Image: IMAGE, Cmd: ['true'] };
  return withContainer(endpoint, config, async (made) => firstFile(await made.get('/bin/busybox')));
}
