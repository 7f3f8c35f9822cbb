import { withContainer } from '../docker/containers.mjs';
import { builtHere, importImage, splitReference } from '../docker/images.mjs';
import { demand } from '../docker/request.mjs';
import { archive, file, folder } from '../tar.mjs';

const USERS = 'root:x:0:0:root:/root:/bin/sh\ndev:x:1000:1000::/tmp:/bin/sh\n';
const GROUPS = 'root:x:0:\ndev:x:1000:\n';

/**
 * Small like Alpine: a shell and the usual tools, all of them busybox.
 * @param {import('../docker/endpoint.mjs').Endpoint} endpoint
 * @param {string} reference
 * @param {Buffer} busybox
 * @param {string} recipe
 */
export async function buildBusybox(endpoint, reference, busybox, recipe) {
  const { name, tag } = splitReference(reference);
  const seed = `${name}:seed`;
  const tar = archive(
    ...[folder('.'), folder('tmp', 0o1777), folder('root', 0o700), folder('etc'), folder('bin')],
    ...[file('etc/passwd', USERS), file('etc/group', GROUPS)],
    file('bin/busybox', busybox, 0o755),
  );
  await importImage(endpoint, seed, tar, []);
  // Only the binary itself knows which tools are in it.
  const config = { Image: seed, Cmd: ['/bin/busybox', '--install', '-s', '/bin'] };
  await withContainer(endpoint, config, async (made) => {
    const { code, output } = await made.run();
    if (code !== 0) throw new Error(`busybox could not install its links: ${output}`);
    await made.commit(name, tag, ['CMD ["/bin/sh"]', 'ENV PATH=/bin', builtHere(recipe)]);
  });
  await demand(endpoint, 'DELETE', `/images/${seed}`);
}
