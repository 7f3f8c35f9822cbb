import { fileURLToPath } from 'node:url';
import { hasImage } from '../docker/images.mjs';
import { hashFiles } from '../hash.mjs';
import { busyboxBinary } from '../images/busybox-binary.mjs';
import { buildBusybox } from '../images/busybox.mjs';
import { buildShellless } from '../images/shellless.mjs';
import { withLock } from '../lock.mjs';

const RECIPE = hashFiles(fileURLToPath(new URL('../images', import.meta.url)), [
  'busybox.mjs',
  'shellless.mjs',
]).slice(0, 12);
const IMAGES = [
  { reference: 'devbench/busybox:test', build: buildBusybox },
  { reference: 'devbench/static:test', build: buildShellless },
];

/**
 * The images that only tests use: one with busybox alone, one without a shell.
 * @param {import('./engine.mjs').Engine} engine
 * @returns {Promise<{ summary?: string, value: void }>}
 */
export async function testImages(engine) {
  const { endpoint } = engine;
  const missing = async () => {
    const have = await Promise.all(
      IMAGES.map(({ reference }) => hasImage(endpoint, reference, RECIPE)),
    );
    return IMAGES.filter((_, at) => !have[at]);
  };
  if ((await missing()).length === 0) return { value: undefined };
  return withLock('image:tests', async () => {
    const wanted = await missing();
    if (wanted.length === 0) return { value: undefined };
    const busybox = await busyboxBinary(engine);
    for (const { reference, build } of wanted) await build(endpoint, reference, busybox, RECIPE);
    return {
      summary: `built ${wanted.map(({ reference }) => reference).join(', ')}`,
      value: undefined,
    };
  });
}
