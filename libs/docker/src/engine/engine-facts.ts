import type { Connection } from './connection.ts';
import type { EngineAbilities } from './enforced.ts';
import { isMissing } from './errors.ts';

/** What an operator wants to know of an engine that makes trouble. */
export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  readonly architecture: string;
  /** The limits that its kernel cannot keep. */
  readonly missingLimits: readonly string[];
  /** What its clock says. */
  readonly time: Date;
  /** Where its images are, on its machine. */
  readonly folder: string;
  readonly warnings: readonly string[];
}

interface Info extends EngineAbilities {
  readonly SystemTime: string;
  readonly DockerRootDir: string;
  readonly Warnings: readonly string[] | null;
}

const LIMITS = {
  memory: 'MemoryLimit',
  swap: 'SwapLimit',
  cpu: 'CpuCfsQuota',
  pids: 'PidsLimit',
} as const;

/** Rejects with `engine_unavailable`. */
export async function engineFacts({ docker, call }: Connection): Promise<EngineFacts> {
  const version = await call(() => docker.version());
  const info = (await call(() => docker.info())) as Info;
  return {
    version: version.Version,
    apiVersion: version.ApiVersion,
    architecture: version.Arch,
    missingLimits: Object.entries(LIMITS)
      .filter(([, key]) => info[key] !== true)
      .map(([name]) => name),
    time: new Date(info.SystemTime),
    folder: info.DockerRootDir,
    warnings: info.Warnings ?? [],
  };
}

/** Whether the engine has an image. */
export const hasImage = async ({ docker, call }: Connection, image: string): Promise<boolean> =>
  call(() => docker.getImage(image).inspect()).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
