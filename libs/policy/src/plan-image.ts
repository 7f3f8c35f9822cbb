import { AppError } from '@devbench/core';

import type { PolicyConfig } from './config.ts';
import { formatImageReference, parseImageReference } from './image-reference.ts';

/** The full reference of an allowed image. @throws AppError `image_denied`, `invalid_argument` */
export function planImage(
  wanted: string | undefined,
  { defaultImage, imageAliases, allowedRegistries }: PolicyConfig,
): string {
  const name = wanted ?? defaultImage;
  const aliased = Object.hasOwn(imageAliases, name) ? (imageAliases[name] ?? name) : name;
  const reference = parseImageReference(aliased);
  if (!allowedRegistries.includes(reference.domain)) {
    throw new AppError('image_denied', `The registry ${reference.domain} is not allowed.`, {
      hint: `Allowed are ${allowedRegistries.join(', ')}.`,
    });
  }
  return formatImageReference(reference);
}
