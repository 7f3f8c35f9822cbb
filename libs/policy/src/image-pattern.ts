import { type ImageReference, repositoryOf, splitDomain } from '@devbench/core';

export type ImagePattern = (reference: ImageReference) => boolean;

/**
 * Reads a pattern for images: `python`, `python:3.*`, `ghcr.io/team/*`, `name@sha256:…`. Names are completed as in a
 * reference; `*` and `?` stand for anything but a slash, `**` also for slashes, and ahead of a name for any registry.
 * Without a tag any tag and any digest will do. A pattern with a tag never fits a digest: the engine ignores the tag
 * beside it.
 */
export function parseImagePattern(text: string): ImagePattern {
  const [named = '', digest] = text.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const repository = globOf(name.startsWith('**') ? name : repositoryOf(splitDomain(name)));
  const version = globOf(digest ?? tag ?? '**');
  return (reference) => {
    if (!repository.test(repositoryOf(reference))) return false;
    if (digest !== undefined) return version.test(reference.digest ?? '');
    if (tag !== undefined && reference.digest !== undefined) return false;
    return version.test(reference.tag ?? 'latest');
  };
}

const WILDCARDS = new Map([
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);

function globOf(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*|\*|\?)/).map((part) => WILDCARDS.get(part) ?? literal(part));
  return new RegExp(`^${parts.join('')}$`);
}

const literal = (text: string) => text.replace(/[^\w/-]/g, String.raw`\$&`);
