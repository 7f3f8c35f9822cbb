import { homedir } from 'node:os';
import { env } from 'node:process';
import { dockerConfig } from '../config.ts';
import { parseEndpoint } from '../engine/endpoint.ts';
import { resolveEngine } from '../engine/resolve-engine.ts';

const { host } = dockerConfig.parse(await resolveEngine(env, homedir()));
const endpoint = parseEndpoint(host, false);
if (endpoint.kind !== 'socket')
  throw new Error(`These tests need an engine on a socket, not ${host}.`);

/** Where the engine of the tests is, found as the product finds it. */
export const ENGINE_SOCKET = endpoint.path;
