import { AppError, type ErrorCode } from '@devbench/core';
import { SshError } from './ssh-stream.ts';

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOENT: 'Start Docker; there is no engine at this address.',
  ECONNREFUSED: 'Start Docker; nothing answers at this address.',
  EACCES: 'Add the user to the "docker" group, or run as a user who may use the socket.',
  EPERM: 'Add the user to the "docker" group, or run as a user who may use the socket.',
  ENOTFOUND: 'Check the host name in MCP_DOCKER_HOST or DOCKER_HOST.',
  EAI_AGAIN: 'Check the host name in MCP_DOCKER_HOST or DOCKER_HOST.',
  ESSHMISSING: 'Install ssh, the program of OpenSSH, which the address ssh:// needs.',
  ESSHHOSTKEY: 'Check the key of that machine, and accept it by calling ssh there once by hand.',
  ESSHCHANGED:
    'It shows another key than ssh knows of it: somebody may be in between. Only if its key was renewed, forget the old one with ssh-keygen -R.',
  ESSHAUTH: 'Let your key into that machine; ssh must get there without a question.',
  ESSHDOCKER: 'Install the docker program there, for a user who may use its engine.',
  ESSH: 'Call ssh there by hand to see what is wrong.',
  CERT_HAS_EXPIRED: 'Renew the certificate of the engine.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use the host name that the certificate of the engine is for.',
};

/** Of a failed handshake: which side does not believe the other. */
const DISTRUST: readonly (readonly [RegExp, string])[] = [
  [
    /^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_)/,
    'Put the CA of the engine into ca.pem in DOCKER_CERT_PATH.',
  ],
  [
    /^ERR_SSL_.*(CERTIFICATE|UNKNOWN_CA)/,
    'Put a certificate that the engine takes into cert.pem and key.pem in DOCKER_CERT_PATH.',
  ],
  [/^(ERR_SSL_|EPROTO)/, 'Leave out DOCKER_TLS_VERIFY if that port speaks no TLS.'],
];

/** Advice for whoever calls while the engine is away: it is noticed within seconds that it is back. */
export const RETRY = { retry_after_ms: 2_000 } as const;

/** The HTTP status of a refusal by the engine, undefined for every other failure. */
export function engineStatus(thrown: unknown): number | undefined {
  const status = property(thrown, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

/** Whether what was asked for is not there; for failures from `Connection.call`. */
export function isMissing(error: unknown): boolean {
  return error instanceof AppError && engineStatus(error.cause) === 404;
}

/** Whether the engine refused because of the present state, such as a name in use. */
export function isConflict(error: unknown): boolean {
  return error instanceof AppError && engineStatus(error.cause) === 409;
}

/** What the engine itself said, one line and bounded. */
export function engineMessage(thrown: unknown): string {
  const said = property(property(thrown, 'json'), 'message') ?? property(thrown, 'message');
  const text = typeof said === 'string' ? said : String(thrown);
  return text
    .replace(/^\(HTTP code \d+\) [\w ]+ - /, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

/** The one translation of what a request to the engine throws; `missing` says what a 404 stands for. */
export function translateEngineError(
  thrown: unknown,
  missing: ErrorCode = 'container_not_found',
): AppError {
  if (thrown instanceof AppError) return thrown;
  const status = engineStatus(thrown);
  const said = engineMessage(thrown);
  if (status === undefined) return unreachable(thrown);
  if (status === 404) {
    const code = /no such image/i.test(said) ? 'image_not_found' : missing;
    return new AppError(code, `The engine says: ${said}`, { cause: thrown });
  }
  if (status === 409 && /is paused/i.test(said)) {
    return new AppError('guest_unavailable', 'The container is paused for a snapshot.', {
      cause: thrown,
      hint: 'Call again in a moment.',
    });
  }
  if (status === 409 && /is not running/i.test(said)) {
    return new AppError('container_not_running', `The engine says: ${said}`, { cause: thrown });
  }
  if (status === 400 && /HTTP request to an HTTPS server/i.test(said)) {
    return new AppError('engine_unavailable', 'The Docker engine speaks TLS only.', {
      cause: thrown,
      hint: 'Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH to the folder of its certificates.',
    });
  }
  if (status === 400) {
    return new AppError('invalid_argument', `The engine refused: ${said}`, { cause: thrown });
  }
  return new AppError('engine_unavailable', `The engine refused: ${said}`, {
    cause: thrown,
    hint: 'Look at the message and at the log of the engine.',
  });
}

function unreachable(thrown: unknown): AppError {
  const code = property(thrown, 'code');
  const hint = typeof code === 'string' ? hintFor(code) : undefined;
  const said =
    thrown instanceof SshError && thrown.message !== '' ? `: ${engineMessage(thrown)}` : '.';
  return new AppError('engine_unavailable', `The Docker engine cannot be reached${said}`, {
    cause: thrown,
    data: RETRY,
    ...(hint === undefined ? {} : { hint }),
  });
}

const hintFor = (code: string) =>
  UNREACHABLE[code] ?? DISTRUST.find(([pattern]) => pattern.test(code))?.[1];

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value as unknown;
}
