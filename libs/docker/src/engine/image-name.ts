/** The parts of an image reference that pulling needs. `policy` has judged the reference before. */
export interface ImageName {
  /** `docker.io` for what names no host. */
  readonly registry: string;
  /** As in the reference, without tag and digest. */
  readonly repository: string;
  /** A tag or a digest. */
  readonly tag: string;
}

export function parseImageName(image: string): ImageName {
  const [beforeDigest = image, digest] = image.split('@');
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1);
  const repository = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = digest ?? (colon === -1 ? 'latest' : beforeDigest.slice(colon + 1));
  const [host = '', ...path] = repository.split('/');
  const named = path.length > 0 && (/[.:]/.test(host) || host === 'localhost');
  return { registry: named ? host : 'docker.io', repository, tag };
}

/** The digest that the image has in the registry it is named after, of all that the engine lists. */
export function digestOf(image: string, repoDigests: readonly string[]): string | undefined {
  const { repository } = parseImageName(image);
  const short = (name: string) => name.replace(/^docker\.io\/(library\/)?/, '');
  const match = repoDigests.find((it) => short(it.split('@')[0] ?? '') === short(repository));
  return (match ?? repoDigests[0])?.split('@')[1];
}
