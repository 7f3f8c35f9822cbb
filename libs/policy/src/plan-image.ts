import {
  AppError,
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '@devbench/core';

import type { PolicyConfig } from './config.ts';
import { parseImagePattern } from './image-pattern.ts';

type ImageRules = Pick<
  PolicyConfig,
  'defaultImage' | 'imageAliases' | 'allowedImages' | 'allowedRegistries'
>;
/** More would bury the message. */
const SHOWN = 12;

/**
 * Answers the full reference of an allowed image for what a caller names: both lists must allow it.
 * @throws AppError `image_denied`, `invalid_argument`
 */
export function createImagePlan(rules: ImageRules): (wanted: string | undefined) => string {
  const { defaultImage, imageAliases, allowedImages, allowedRegistries } = rules;
  const aliases = new Map(Object.entries(imageAliases));
  const patterns = allowedImages && [...allowedImages, ...aliases.values()].map(parseImagePattern);
  const names = [...aliases.keys(), ...(allowedImages ?? [])];

  const assertAllowed = (reference: ImageReference, image: string) => {
    if (!allowedRegistries.includes(reference.domain)) {
      throw denied(`The registry ${reference.domain} is not allowed.`, allowedRegistries);
    }
    if (patterns?.some((fits) => fits(reference)) === false) {
      throw denied(`The image ${image} is not allowed.`, names);
    }
  };

  return (wanted = defaultImage) => {
    const reference = parseImageReference(aliases.get(wanted) ?? wanted);
    const image = formatImageReference(reference);
    assertAllowed(reference, image);
    return image;
  };
}

function denied(message: string, allowed: readonly string[]): AppError {
  const more = allowed.length > SHOWN ? `, and ${allowed.length - SHOWN} more` : '';
  const hint = `Allowed are ${allowed.slice(0, SHOWN).join(', ')}${more}.`;
  return new AppError('image_denied', message, { hint });
}
