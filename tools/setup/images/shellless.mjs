import { builtHere, importImage } from '../docker/images.mjs';
import { archive, file, folder, symlink } from '../tar.mjs';

const ALSO = ['cat', 'env', 'id', 'sleep', 'true'];

/**
 * Without a shell, like a distroless image: a few programs in /app and nothing else, not even
 * /etc. Its own command ends at once. busybox does what its file name says, so it is no shell here.
 * @param {import('../docker/endpoint.mjs').Endpoint} endpoint
 * @param {string} reference
 * @param {Buffer} busybox
 * @param {string} recipe
 */
export async function buildShellless(endpoint, reference, busybox, recipe) {
  const tar = archive(
    ...[folder('.'), folder('tmp', 0o1777), folder('app')],
    file('app/echo', busybox, 0o755),
    ...ALSO.map((name) => symlink(`app/${name}`, 'echo')),
  );
  await importImage(endpoint, reference, tar, ['CMD ["/app/echo", "hello"]', builtHere(recipe)]);
}
