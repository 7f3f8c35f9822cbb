import type { Agent } from 'node:http';
import https from 'node:https';
import type { NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import {
  AppError,
  type EngineObserver,
  type ErrorCode,
  toAppError,
  type Tracer,
  type Traffic,
} from '@devbench/core';
import Dockerode from 'dockerode';
import type { DockerConfig } from '../config.ts';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import { RETRY, translateEngineError } from './errors.ts';
import { Agent as HttpAgent } from './node-http.ts';
import { createPulse } from './pulse.ts';
import { SshAgent } from './ssh-agent.ts';
import { upgrade } from './upgrade.ts';
import { createTraffic } from './traffic.ts';

/** A request that takes longer may be slow, or wait for an engine that is gone: then the engine is asked. */
const DOUBT_MS = 4_000;
const ANSWER_MS = 4_000;
/** Many a machine takes ten seconds to let somebody in. */
const SSH_ANSWER_MS = 20_000;

interface CallOptions {
  readonly timeoutMs?: number;
  /** What a 404 stands for; `container_not_found` when left out. */
  readonly missing?: ErrorCode;
}

/** The engine's API with bounded time and our errors. */
export interface Connection {
  readonly docker: Dockerode;
  /** Rejects with what `translateEngineError` makes of the failure, `engine_unavailable` after the timeout, or soon when the engine answers nobody. */
  readonly call: <T>(
    request: (signal: AbortSignal) => Promise<T>,
    options?: CallOptions,
  ) => Promise<T>;
  /** Has an event `silent` whenever the engine answers nobody: other connections are likely dead, too. */
  readonly silent: EventTarget;
  /** A stream of bytes behind a path of the API, undefined when the engine refuses; not over TLS or ssh. */
  readonly upgrade:
    ((path: string, signal: AbortSignal) => Promise<Duplex | undefined>) | undefined;
  /** What went over the streams that were followed. */
  readonly traffic: () => Traffic;
  readonly followTraffic: (stream: Duplex) => void;
  /** Where requests are traced. */
  readonly tracer?: Tracer;
  readonly close: () => void;
}

/** Needs no engine to be there: connections are made by the calls. */
export function createConnection(config: DockerConfig, observer?: EngineObserver): Connection {
  const { tls, engineTimeoutMs } = config;
  const endpoint = parseEndpoint(config.host, tls !== undefined);
  const secure = endpoint.kind === 'tcp' && endpoint.tls;
  const newAgent = (keepAlive: boolean) => {
    if (endpoint.kind === 'ssh') return new SshAgent(endpoint, { keepAlive });
    return secure
      ? new https.Agent({ keepAlive, rejectUnauthorized: tls?.verify ?? true })
      : new HttpAgent({ keepAlive });
  };
  const agent = newAgent(true);
  const address =
    endpoint.kind === 'socket'
      ? { socketPath: endpoint.path, host: undefined }
      : { host: endpoint.host, port: endpoint.port ?? 80 };
  // Every option that docker-modem would otherwise take from the environment of the process.
  const options = {
    ...address,
    protocol: secure ? ('https' as const) : ('http' as const),
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    timeout: undefined,
  };
  const docker = new Dockerode({ ...options, ...{ agent: unprinted(agent) } });
  const answerMs = endpoint.kind === 'ssh' ? SSH_ANSWER_MS : ANSWER_MS;
  const pulse = createPulse(options, newAgent(false), answerMs);
  /** Those that nobody uses may be as dead as the one that did not answer. */
  const dropIdle = () => {
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  };

  const silent = new EventTarget();
  const plain = plainAddress(endpoint);
  const traffic = createTraffic();

  return {
    docker,
    silent,
    upgrade: plain && ((path, signal) => upgrade(plain, path, signal)),
    traffic: () => traffic.count(),
    followTraffic: (stream) => traffic.follow(stream),
    async call(request, { timeoutMs = engineTimeoutMs, missing } = {}) {
      const timeout = new AbortController();
      const { promise: late, reject } = Promise.withResolvers<never>();
      const giveUp = () => {
        reject(noAnswer());
        timeout.abort();
        dropIdle();
      };
      const timer = setTimeout(giveUp, timeoutMs);
      const doubt = setInterval(() => {
        void pulse.beats().then((alive) => {
          if (alive) return;
          giveUp();
          silent.dispatchEvent(new Event('silent'));
        });
      }, DOUBT_MS);
      const began = performance.now();
      const asked = (code?: ErrorCode) =>
        observer?.asked({ code, durationMs: performance.now() - began });
      try {
        const answer = await Promise.race([request(timeout.signal), late]);
        asked();
        return answer;
      } catch (thrown) {
        const error = translateEngineError(thrown, missing);
        asked(toAppError(error).code);
        throw error;
      } finally {
        clearTimeout(timer);
        clearInterval(doubt);
      }
    },
    close: () => agent.destroy(),
  };
}

/** docker-modem prints the agent with all its sockets for each request, for a log that nobody reads. */
function unprinted(agent: Agent): Agent {
  return Object.defineProperty(agent, inspect.custom, { value: () => 'agent' });
}

function plainAddress(endpoint: Endpoint): NetConnectOpts | undefined {
  if (endpoint.kind === 'socket') return { path: endpoint.path };
  if (endpoint.kind === 'ssh' || endpoint.tls) return undefined;
  return { host: endpoint.host, port: endpoint.port, noDelay: true };
}

function noAnswer(): AppError {
  return new AppError('engine_unavailable', 'The Docker engine does not answer.', {
    data: RETRY,
    hint: 'Look whether the machine of the engine is overloaded, or restart Docker.',
  });
}
