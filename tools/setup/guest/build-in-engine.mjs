import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withContainer } from '../docker/containers.mjs';
import { hasImage, pull } from '../docker/images.mjs';
import { announce, SetupError } from '../report.mjs';
import { archive, file, firstFile } from '../tar.mjs';

const IMAGE = 'rust:1-slim';
const COMMAND =
  'cargo build --release --offline --target "$(rustc -vV | sed -n "s/^host: //p")" --target-dir /out && mv /out/*/release/guest /guest';

/**
 * Compiles the crate in a container, on the very platform that it is for.
 * @param {import('./crate.mjs').Crate} crate
 * @param {import('../docker/endpoint.mjs').Endpoint} endpoint
 * @returns {Promise<Buffer>}
 */
export async function buildInEngine(crate, endpoint) {
  if (!(await hasImage(endpoint, IMAGE))) {
    announce(`no Rust for the engine's platform here; pulling ${IMAGE}`);
    const failure = await pull(endpoint, IMAGE);
    if (failure) {
      throw new SetupError(
        `Nothing here can compile the guest agent, and ${IMAGE} could not be pulled: ${failure}`,
        'Install Rust 1.63 or newer with a C linker, or give the engine access to a registry.',
      );
    }
  }
  const sources = crate.sources.map((path) =>
    file(`crate/${path}`, readFileSync(join(crate.folder, path))),
  );
  const config = {
    Image: IMAGE,
    Cmd: ['sh', '-c', COMMAND],
    WorkingDir: '/crate',
    Env: ['RUSTFLAGS=-C target-feature=+crt-static'],
  };
  announce('compiling the guest agent in a container');
  return withContainer(endpoint, config, async (container) => {
    await container.put(archive(...sources));
    const { code, output } = await container.run();
    if (code === 0) return firstFile(await container.get('/guest'));
    throw new SetupError(
      `The guest agent does not compile:\n${output.trimEnd()}`,
      'Mend it and try again.',
    );
  });
}
