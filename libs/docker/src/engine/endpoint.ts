import { AppError } from '@devbench/core';

export interface SshEndpoint {
  readonly kind: 'ssh';
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

export type Endpoint =
  | SshEndpoint
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: boolean };

/**
 * Reads an engine address as Docker writes it: `unix://`, `npipe://`, `tcp://`, `http://`, `https://`,
 * `ssh://`.
 * @throws AppError `settings_invalid`
 */
export function parseEndpoint(host: string, withTls: boolean): Endpoint {
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/i.exec(host) ?? [undefined, 'tcp', host];
  switch (scheme.toLowerCase()) {
    case 'unix':
    case 'npipe':
      return { kind: 'socket', path: rest || '/var/run/docker.sock' };
    case 'tcp':
    case 'http':
    case 'https':
      return tcp(host, rest, withTls || scheme === 'https');
    case 'ssh':
      return ssh(host);
    default:
      throw invalid(`"${host}" is no address of an engine.`);
  }
}

function tcp(host: string, rest: string, tls: boolean): Endpoint {
  const url = URL.parse(`http://${rest}`);
  if (url === null || url.hostname === '') throw invalid(`"${host}" is no address of an engine.`);
  // URL leaves out the port 80 that it knows as the default.
  const port = /:80(\/|$)/.test(rest) ? 80 : Number(url.port || (tls ? 2376 : 2375));
  return { kind: 'tcp', host: url.hostname, port, tls };
}

/** A host that begins with a dash would be an option of `ssh`. */
function ssh(host: string): SshEndpoint {
  const url = URL.parse(host);
  if (url === null || !/^[^-]/.test(url.hostname)) throw invalid(`"${host}" names no host.`);
  if (url.password !== '' || !/^\/?$/.test(url.pathname + url.search)) {
    throw invalid('An address of ssh has a user, a host and a port, no password and no path.');
  }
  return {
    kind: 'ssh',
    user: url.username === '' ? undefined : decodeURIComponent(url.username),
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? undefined : Number(url.port),
  };
}

function invalid(message: string): AppError {
  return new AppError('settings_invalid', message, {
    hint: 'Use unix:///var/run/docker.sock, tcp://host:port or ssh://user@host in MCP_DOCKER_HOST.',
  });
}
