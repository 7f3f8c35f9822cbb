import { AppError, parseImageReference } from '@devbench/core';
import { dockerCredentials } from '@devbench/docker';

import { list, text } from './text.ts';

/** Hosts, written as they stand in references. */
export const registryList = list
  .transform((hosts) => hosts.map((host) => (host === 'index.docker.io' ? 'docker.io' : host)))
  .refine(
    (hosts) => hosts.every((host) => domainOf(`${host}/x/y`) === host),
    'must be hosts such as docker.io or localhost:5000, without https:// and path',
  );

/** An image, or a short name. */
export const imageName = text.refine(
  (name) => NAME.test(name) || domainOf(name) !== undefined,
  'must be an image such as python:3.12, or a short name',
);

const NAME = /^[\w.-]+$/;
const ALIAS = /^([\w.-]+)=(.+)$/;
const PATTERN = /^[\w.:/@*?[\]-]+$/;

/** Patterns, and short names as `name=reference`. */
export const imageList = list
  .transform((items) => {
    const aliases = items.flatMap((item) => {
      const [, name, reference] = ALIAS.exec(item) ?? [];
      return name !== undefined && reference !== undefined ? [[name, reference] as const] : [];
    });
    return { patterns: items.filter((item) => !ALIAS.test(item)), aliases };
  })
  .refine(
    ({ patterns, aliases }) =>
      patterns.every((pattern) => PATTERN.test(pattern)) &&
      aliases.every(([, reference]) => domainOf(reference) !== undefined),
    'must be images such as python:3.12, patterns such as ghcr.io/team/*, or name=image',
  );

/** The text of a `config.json` of Docker. */
export const dockerConfigJson = text.transform((json, context) => {
  try {
    return dockerCredentials.parse(JSON.parse(json));
  } catch {
    context.addIssue(
      "must be JSON as in Docker's config.json, with auths, credHelpers or credsStore",
    );
    return undefined;
  }
});

function domainOf(image: string): string | undefined {
  try {
    return parseImageReference(image).domain;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
