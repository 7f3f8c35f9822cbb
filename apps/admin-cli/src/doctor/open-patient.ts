import { statfs } from 'node:fs/promises';

import { type Config, type Kernel, loadConfig, loadHttpConfig } from '@devbench/kernel';
import { localUser, thisProcess } from '@devbench/kernel/process';

import { callerHere, quietKernel } from '../with-kernel.ts';
import type { Patient } from './patient.ts';

export interface OpenPatient extends Patient {
  close(): Promise<void>;
}

/** Everything here, reached for when a check asks. */
export async function openPatient(env: Patient['env'], envFile: string): Promise<OpenPatient> {
  const place = thisProcess();
  const config = await loadConfig(env, place, envFile).catch(() => undefined);
  const built = once((): Kernel => quietKernel(needed(config).kernel));
  const started = once(async () => {
    await built().start();
    return built();
  });
  return {
    env,
    envFile,
    config,
    nodeVersion: process.versions.node,
    facts: once(() => built().engine.facts()),
    now: () => new Date(),
    diskType: async (folder) => (await statfs(folder)).type,
    async loadHttp() {
      const loaded = await loadHttpConfig(env, { ...place, user: localUser() }, envFile);
      return loaded.http.listen;
    },
    kernel: started,
    caller: callerHere(new AbortController().signal),
    async close() {
      if (config) await built().stop();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function needed(config: Config | undefined): Config {
  if (!config) throw new Error('The settings are wrong.');
  return config;
}
