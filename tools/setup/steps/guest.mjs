import { join } from 'node:path';
import { buildHere } from '../guest/build-here.mjs';
import { buildInEngine } from '../guest/build-in-engine.mjs';
import { Crate } from '../guest/crate.mjs';
import { withLock } from '../lock.mjs';
import { inThisCopy, ROOT } from '../places.mjs';

/**
 * The guest agent's binary for the engine's platform, made anew when its sources changed.
 * @param {import('./engine.mjs').Engine} engine
 * @returns {Promise<{ summary?: string, value: string }>} the path of the binary
 */
export async function guest({ endpoint, arch }, crate = new Crate(join(ROOT, 'docker/guest'))) {
  const value = crate.binary(arch);
  if (crate.isBuilt(arch)) return { value };
  return withLock(inThisCopy('guest'), async () => {
    if (crate.isBuilt(arch)) return { value };
    const { hash } = crate;
    const binary = (await buildHere(crate, arch)) ?? (await buildInEngine(crate, endpoint));
    crate.keep(arch, hash, binary);
    return { summary: `built for linux-${arch}`, value };
  });
}
