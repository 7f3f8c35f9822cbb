import {
  type ImageReference,
  parseImageReference,
  repositoryOf,
  splitDomain,
} from '@devbench/core';

/**
 * The digest that the registry knows the image by: the reference's own, else the one of its repository among all that
 * the engine lists. An image that was only built or loaded has none.
 */
export function digestOf(
  reference: ImageReference,
  repoDigests: readonly string[],
): string | undefined {
  if (reference.digest !== undefined) return reference.digest;
  const repository = repositoryOf(reference);
  const pairs = repoDigests.map((text) => text.split('@') as [string, string?]);
  return pairs.find(([name]) => repositoryOf(splitDomain(name)) === repository)?.[1];
}

/** The reference that only ever means this one image. */
export const pinnedImage = (image: string, digest: string): string =>
  `${repositoryOf(parseImageReference(image))}@${digest}`;
