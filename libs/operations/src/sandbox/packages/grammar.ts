import type { Manager } from './manager.ts';

const PIP_NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const PIP_VERSION = String.raw`\s*(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9](?:[A-Za-z0-9.*+!_-])*\s*`;
const PIP_EXTRAS = String.raw`\s*\[\s*${PIP_NAME}(?:\s*,\s*${PIP_NAME})*\s*\]`;

const NPM_NAME = '[A-Za-z0-9~][A-Za-z0-9._~-]*';
const NPM_COMPARATOR = String.raw`(?:[~^<>]|[<>]=|=)?\s?[A-Za-z0-9*][A-Za-z0-9.*+-]*`;

const APT_VERSION = '[A-Za-z0-9][A-Za-z0-9.+:~-]*';

/**
 * What a package may be called, by the rules of each manager: names with versions from its own index. Options,
 * URLs, paths and aliases are no names, so nothing that is listed here can be taken for one.
 *
 * Sources: PEP 508 and PEP 440 (pip), npm-package-arg and semver ranges (npm), Debian policy 5.6.1 (apt, without
 * the trailing minus by which apt-get removes), apk-world(5) (apk).
 */
export const GRAMMAR: Record<Manager, RegExp> = {
  pip: new RegExp(`^${PIP_NAME}(?:${PIP_EXTRAS})?(?:${PIP_VERSION}(?:,${PIP_VERSION})*)?$`),
  npm: new RegExp(
    String.raw`^(?:@${NPM_NAME}/)?${NPM_NAME}(?:@${NPM_COMPARATOR}(?:\s?(?:\|\||-)?\s${NPM_COMPARATOR})*)?$`,
  ),
  apt: new RegExp(
    String.raw`^[a-z0-9][a-z0-9+.-]*[a-z0-9+](?::[a-z0-9-]+)?(?:=${APT_VERSION}|/[a-z][a-z0-9-]*)?$`,
  ),
  apk: /^[A-Za-z0-9][A-Za-z0-9+._-]*(?:@[a-z][a-z0-9]*)?(?:(?:[<>]=?|=~?|~=?)[A-Za-z0-9][A-Za-z0-9._-]*)?$/,
};
