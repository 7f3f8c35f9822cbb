import { AppError, type ErrorCode, parseImageReference } from '@devbench/core';
import type { Credentials } from '../registry/credentials.ts';
import { engineMessage, engineStatus } from './errors.ts';

interface Reason {
  readonly said: RegExp;
  readonly code: ErrorCode;
  readonly message: (image: string, registry: string) => string;
  readonly hint?: (registry: string) => string;
}

/** What engines say, from 20.10 on and with the containerd image store; the first that fits. */
const REASONS: readonly Reason[] = [
  {
    said: /no space left on device/i,
    code: 'no_space',
    message: (image) => `There is no space for ${image} on the engine's disk.`,
    hint: () => 'Remove images that nobody needs, with "docker image prune".',
  },
  {
    said: /no match(ing manifest)? for|cannot be used on this platform|operating system "|does not match the specified platform/i,
    code: 'image_wrong_platform',
    message: (image) => `${image} is not made for the platform of this engine.`,
  },
  {
    said: /may require 'docker login'|may require authorization|no pull access/i,
    code: 'image_not_found',
    message: (image) => `There is no image ${image}, or it is private.`,
    hint: (registry) => `Check the name; if it is private, ${signOnHint(registry)}`,
  },
  {
    said: /unauthorized|authentication required|no basic auth|denied|forbidden|incorrect username/i,
    code: 'image_access_denied',
    message: (image, registry) => `${registry} does not give ${image} to this user.`,
    hint: (registry) => `To be somebody else, ${signOnHint(registry)}`,
  },
  {
    said: /toomanyrequests|too many requests/i,
    code: 'image_pull_failed',
    message: (_image, registry) => `${registry} gives no more images for now.`,
    hint: (registry) => `Wait, or ${signOnHint(registry)}`,
  },
  {
    said: /x509|tls: |certificate/i,
    code: 'image_pull_failed',
    message: (_image, registry) => `The engine does not trust the certificate of ${registry}.`,
    hint: (registry) =>
      `Put its CA into /etc/docker/certs.d/${registry}/ca.crt on the engine's machine.`,
  },
  {
    said: /HTTP response to HTTPS client/i,
    code: 'image_pull_failed',
    message: (_image, registry) => `${registry} speaks no TLS.`,
    hint: (registry) => `Add "${registry}" to insecure-registries of the engine, if you trust it.`,
  },
  {
    said: /manifest unknown|name unknown|not known to registry|no such image|not found$|not found:/i,
    code: 'image_not_found',
    message: (image) => `There is no image ${image}.`,
  },
];

const signOnHint = (registry: string): string =>
  `sign on with "docker login${registry === 'docker.io' ? '' : ` ${registry}`}", or set MCP_DOCKER_CONFIG_JSON.`;

/** Why an image cannot be pulled, and what to do. */
export function pullError(image: string, { problem }: Credentials, thrown: unknown): AppError {
  const cause = thrown instanceof AppError ? thrown.cause : thrown;
  if (thrown instanceof AppError && engineStatus(cause) === undefined) return thrown;
  const said = engineMessage(cause);
  const { domain } = parseImageReference(image);
  const reason = REASONS.find((one) => one.said.test(said));
  const code = reason?.code ?? (engineStatus(cause) === 404 ? 'image_not_found' : undefined);
  const message = reason?.message(image, domain) ?? `${image} cannot be pulled: ${said}`;
  const hints = [reason?.hint?.(domain), problem].filter((hint) => hint !== undefined);
  return new AppError(code ?? 'image_pull_failed', message, {
    cause: thrown,
    ...(hints.length > 0 && { hint: hints.join(' ') }),
  });
}
