import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent } from 'node:http';
import Dockerode from 'dockerode';

/** Whether an engine answers at all. */
export interface Pulse {
  /** Asked on a new connection; whoever asks meanwhile gets the same answer. Never rejects. */
  beats(): Promise<boolean>;
}

/** `agent` is for nobody else, and keeps no connection; an answer within `answerMs` counts. */
export function createPulse(
  options: Dockerode.DockerOptions,
  agent: Agent,
  answerMs: number,
): Pulse {
  const docker = new Dockerode({ ...options, ...{ agent } });
  let asking: Promise<boolean> | undefined;

  const ask = async () => {
    const answered = new AbortController();
    const ping = docker.ping().then(
      () => true,
      () => false,
    );
    const late = sleep(answerMs, false, { ref: false, signal: answered.signal });
    late.catch(() => undefined);
    try {
      return await Promise.race([ping, late]);
    } finally {
      answered.abort();
      agent.destroy();
    }
  };

  return {
    beats: () => (asking ??= ask().finally(() => (asking = undefined))),
  };
}
