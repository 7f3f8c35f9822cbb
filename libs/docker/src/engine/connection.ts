import http from 'node:http';
import https from 'node:https';
import { inspect } from 'node:util';
import { AppError, type ErrorCode } from '@devbench/core';
import Dockerode from 'dockerode';
import type { DockerConfig } from '../config.ts';
import { parseEndpoint } from './endpoint.ts';
import { translateEngineError } from './errors.ts';

interface CallOptions {
  readonly timeoutMs?: number;
  /** What a 404 stands for; `container_not_found` when left out. */
  readonly missing?: ErrorCode;
}

/** The engine's API with bounded time and our errors. */
export interface Connection {
  readonly docker: Dockerode;
  /** Rejects with what `translateEngineError` makes of the failure, `engine_unavailable` after the timeout. */
  readonly call: <T>(
    request: (signal: AbortSignal) => Promise<T>,
    options?: CallOptions,
  ) => Promise<T>;
  readonly close: () => void;
}

/** Needs no engine to be there: connections are made by the calls. */
export function createConnection(config: DockerConfig): Connection {
  const { tls, engineTimeoutMs } = config;
  const endpoint = parseEndpoint(config.host, tls !== undefined);
  const secure = endpoint.kind === 'tcp' && endpoint.tls;
  const agent = secure
    ? new https.Agent({ keepAlive: true, rejectUnauthorized: tls?.verify ?? true })
    : new http.Agent({ keepAlive: true });
  const address =
    endpoint.kind === 'socket'
      ? { socketPath: endpoint.path, host: undefined }
      : { host: endpoint.host, port: endpoint.port };
  // Every option that docker-modem would otherwise take from the environment of the process.
  const docker = new Dockerode({
    ...address,
    protocol: secure ? 'https' : 'http',
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    timeout: undefined,
    ...{ agent: unprinted(agent) },
  });

  return {
    docker,
    async call(request, { timeoutMs = engineTimeoutMs, missing } = {}) {
      const timeout = new AbortController();
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        reject(noAnswer());
        timeout.abort();
      }, timeoutMs);
      try {
        return await Promise.race([request(timeout.signal), late]);
      } catch (thrown) {
        throw translateEngineError(thrown, missing);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => agent.destroy(),
  };
}

/** docker-modem prints the agent with all its sockets for each request, for a log that nobody reads. */
function unprinted(agent: http.Agent): http.Agent {
  return Object.defineProperty(agent, inspect.custom, { value: () => 'agent' });
}

function noAnswer(): AppError {
  return new AppError('engine_unavailable', 'The Docker engine does not answer.', {
    hint: 'Look whether the machine of the engine is overloaded, or restart Docker.',
  });
}
