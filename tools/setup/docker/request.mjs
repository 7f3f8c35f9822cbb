import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { connectionTo } from './connection.mjs';

/**
 * @typedef {import('./endpoint.mjs').Endpoint} Endpoint
 * @typedef {{ body?: import('node:stream').Readable | Buffer | object, signal?: AbortSignal }} Options
 */

/**
 * One call of the engine's API, up to the head of its answer. A plain object is sent as JSON,
 * anything else as a tar archive.
 * @param {Endpoint} endpoint
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<import('node:http').IncomingMessage>}
 */
export async function open(endpoint, method, path, { body, signal } = {}) {
  const { client, options } = connectionTo(endpoint);
  const isStream = body !== undefined && 'pipe' in body;
  const isTar = isStream || Buffer.isBuffer(body);
  const call = client.request({
    ...options,
    method,
    path,
    headers: { 'content-type': isTar ? 'application/x-tar' : 'application/json' },
    ...(signal && { signal }),
  });
  const answered = once(call, 'response');
  // A failed upload also fails the call, which `answered` reports.
  if (isStream) pipeline(body, call).catch(() => {});
  else call.end(isTar || body === undefined ? body : JSON.stringify(body));
  const [response] = await answered;
  return response;
}

/**
 * One call of the engine's API, with its whole answer.
 * @param {Endpoint} endpoint
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<{ status: number, body: Buffer }>}
 */
export async function request(endpoint, method, path, options) {
  const response = await open(endpoint, method, path, options);
  const chunks = await response.toArray();
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
}

/**
 * A call that must succeed.
 * @param {Endpoint} endpoint
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<Buffer>}
 */
export async function demand(endpoint, method, path, options) {
  const { status, body } = await request(endpoint, method, path, options);
  if (status < 400) return body;
  throw new Error(`The engine answered ${status} to ${method} ${path.split('?')[0]}: ${body}`);
}

/**
 * @param {Endpoint} endpoint
 * @returns {Promise<{ Version: string, Arch: string }>}
 */
export async function engineVersion(endpoint) {
  const signal = AbortSignal.timeout(endpoint.host.startsWith('ssh:') ? 20_000 : 10_000);
  return JSON.parse((await demand(endpoint, 'GET', '/version', { signal })).toString());
}
