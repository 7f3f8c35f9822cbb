import { AppError } from '@devbench/core';

export type Endpoint =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: boolean };

/**
 * Reads an engine address as Docker writes it: `unix://`, `npipe://`, `tcp://`, `http://`, `https://`.
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
      throw invalid('Engines over ssh are not supported yet.', {
        hint: 'Forward the socket with "ssh -L", or use tcp with TLS.',
      });
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

function invalid(message: string, { hint }: { hint?: string } = {}): AppError {
  return new AppError('settings_invalid', message, {
    hint: hint ?? 'Use unix:///var/run/docker.sock or tcp://host:port in MCP_DOCKER_HOST.',
  });
}
