import { fileURLToPath } from 'node:url';
import { hasImage, pull } from '../docker/images.mjs';
import { hashFiles } from '../hash.mjs';
import { buildDebian } from '../images/debian.mjs';
import { withLock } from '../lock.mjs';
import { isDebian } from '../machine.mjs';
import { announce, SetupError } from '../report.mjs';

const DEFAULT = 'python:3.11-slim';
const RECIPE = hashFiles(fileURLToPath(new URL('../images', import.meta.url)), [
  'debian.mjs',
]).slice(0, 12);

/**
 * The image that a workspace gets when none is named: the engine's, a registry's, or one built here.
 * @param {import('./engine.mjs').Engine} engine
 * @returns {Promise<{ summary?: string, value: string }>}
 */
export async function baseImage({ endpoint, sameArch }) {
  const reference = process.env.MCP_DEFAULT_IMAGE_ALIAS || DEFAULT;
  if (await hasImage(endpoint, reference, RECIPE)) return { value: reference };
  return withLock(`image:${reference}`, async () => {
    if (await hasImage(endpoint, reference, RECIPE)) return { value: reference };
    announce(`pulling ${reference}`);
    const failure = await pull(endpoint, reference);
    if (!failure) return { summary: `pulled ${reference}`, value: reference };
    // A stand-in may bear the name of an official image, never that of someone's own.
    if (reference.includes('/') || !sameArch || !isDebian()) {
      throw new SetupError(
        `The engine has no image ${reference} and could not pull it: ${failure}`,
        'Give the engine access to a registry, load the image with "docker load", or name another in MCP_DEFAULT_IMAGE_ALIAS.',
      );
    }
    announce('no registry gives it; building a stand-in from Debian packages');
    await buildDebian(endpoint, reference, RECIPE);
    return { summary: `built ${reference}`, value: reference };
  });
}
