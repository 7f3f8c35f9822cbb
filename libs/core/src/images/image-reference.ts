import { AppError } from '../errors/app-error.ts';

/** A parsed reference to an image; `domain` and `path` are always complete. */
export interface ImageReference {
  readonly domain: string;
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

// The grammar of the distribution project, rule by rule.
const ALPHANUMERIC = '[a-z0-9]+';
const SEPARATOR = '(?:[._]|__|-+)';
const COMPONENT = `${ALPHANUMERIC}(?:${SEPARATOR}${ALPHANUMERIC})*`;
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const IPV6 = String.raw`\[(?:[a-fA-F0-9:]+)\]`;
const DOMAIN = String.raw`(?:${LABEL}(?:\.${LABEL})*|${IPV6})(?::[0-9]+)?`;

const isDomain = new RegExp(`^${DOMAIN}$`);
const isPath = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const isTag = /^\w[\w.-]{0,127}$/;
const isDigest = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const isIdentifier = /^[a-f0-9]{64}$/;
const HEX_DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const LONGEST_PATH = 255;
const HUB = 'docker.io';

/**
 * Reads a reference as Docker does: no domain means `docker.io`, a single name there is below `library/`.
 * Neither tag nor digest is added.
 * @throws AppError `invalid_argument`
 */
export function parseImageReference(text: string): ImageReference {
  const fail = (why: string) =>
    new AppError('invalid_argument', `${JSON.stringify(text)} is no image reference: ${why}.`, {
      hint: 'Write it like python:3.12, ghcr.io/owner/name:tag or name@sha256:….',
    });
  if (isIdentifier.test(text)) throw fail('64 hexadecimal digits are an image id');
  const [named = '', digest, ...rest] = text.split('@');
  if (rest.length > 0) throw fail('it has more than one @');
  if (digest !== undefined && !isValidDigest(digest)) throw fail('its digest is not valid');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !isTag.test(tag)) throw fail('its tag is not valid');
  const { domain, path } = splitDomain(colon < 0 ? named : named.slice(0, colon));
  if (!isDomain.test(domain)) throw fail('its registry is not valid');
  if (path !== path.toLowerCase()) throw fail('a repository name is in lower case');
  if (!isPath.test(path)) throw fail('its name is not valid');
  if (path.length > LONGEST_PATH) throw fail(`its name is longer than ${LONGEST_PATH}`);
  return { domain, path, tag, digest };
}

/** The one way to write it, with the tag `latest` where neither tag nor digest is given. */
export function formatImageReference({ domain, path, tag, digest }: ImageReference): string {
  const shown = tag ?? (digest === undefined ? 'latest' : undefined);
  const tagged = shown === undefined ? '' : `:${shown}`;
  return `${repositoryOf({ domain, path })}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}

/** The repository that it is in, as `docker.io/library/python`. */
export const repositoryOf = ({ domain, path }: Pick<ImageReference, 'domain' | 'path'>): string =>
  `${domain}/${path}`;

/** What is before the first slash is a registry only when it cannot be a name. */
export function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const domain = isRegistry ? first : HUB;
  const path = isRegistry ? name.slice(slash + 1) : name;
  if (domain !== HUB && domain !== `index.${HUB}`) return { domain, path };
  return { domain: HUB, path: path.includes('/') ? path : `library/${path}` };
}

function isValidDigest(digest: string): boolean {
  if (!isDigest.test(digest)) return false;
  const [algorithm = '', hex = ''] = digest.split(':');
  return HEX_DIGITS[algorithm] === hex.length && hex === hex.toLowerCase();
}
