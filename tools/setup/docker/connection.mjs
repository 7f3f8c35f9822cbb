import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { dialOverSsh } from './ssh.mjs';

/**
 * How node:http reaches an engine. Each request has a connection of its own.
 * @typedef {{ client: typeof http | typeof https, options: https.RequestOptions }} Connection
 */

/**
 * @param {import('./endpoint.mjs').Endpoint} endpoint
 * @returns {Connection}
 */
export function connectionTo({ host, certPath }) {
  const { protocol, hostname, port, pathname } = new URL(host);
  switch (protocol) {
    case 'unix:':
      return { client: http, options: { agent: false, socketPath: decodeURI(pathname) } };
    case 'npipe:': {
      const socketPath = host.slice('npipe://'.length).replaceAll('/', '\\');
      return { client: http, options: { agent: false, socketPath } };
    }
    case 'ssh:':
      return { client: http, options: { createConnection: () => dialOverSsh(host) } };
    case 'tcp:':
    case 'http:':
    case 'https:':
      break;
    default:
      throw new Error(`${protocol} is no way to reach an engine`);
  }
  const where = { agent: false, host: hostname };
  if (!certPath && protocol !== 'https:') {
    return { client: http, options: { ...where, port: port || 2375 } };
  }
  const pem = (/** @type {string} */ name) => readFileSync(join(certPath ?? '', `${name}.pem`));
  const keys = certPath && { ca: pem('ca'), cert: pem('cert'), key: pem('key') };
  return { client: https, options: { ...where, port: port || 2376, ...keys } };
}
