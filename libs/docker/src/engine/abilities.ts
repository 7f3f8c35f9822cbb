import type { GuestArch } from '../config.ts';
import { AppError } from '@devbench/core';
import type { Connection } from './connection.ts';
import type { EngineAbilities } from './enforced.ts';

const FRESH_MS = 60_000;
const ARCHITECTURES: Readonly<Record<string, GuestArch>> = {
  x86_64: 'x64',
  amd64: 'x64',
  aarch64: 'arm64',
  arm64: 'arm64',
};

export interface Abilities extends EngineAbilities {
  readonly arch: GuestArch;
}

/** What the engine can do, asked at most once a minute: the answer takes the engine ten milliseconds. */
export function createAbilities({ docker, call }: Connection): () => Promise<Abilities> {
  let known: { readonly at: number; readonly answer: Promise<Abilities> } | undefined;

  const ask = async (): Promise<Abilities> => {
    const info = (await call(() => docker.info())) as EngineAbilities & { Architecture: string };
    const arch = ARCHITECTURES[info.Architecture];
    if (arch !== undefined) return { ...info, arch };
    throw new AppError('engine_unavailable', `There is no agent for ${info.Architecture}.`, {
      hint: 'Use an engine on x86_64 or arm64.',
    });
  };

  return () => {
    const now = performance.now();
    if (known !== undefined && now - known.at < FRESH_MS) return known.answer;
    const answer = ask();
    known = { at: now, answer };
    answer.catch(() => (known = undefined));
    return answer;
  };
}
