import { AppError } from '@devbench/core';
import type { Connection } from './connection.ts';
import { runsHere } from './runs-here.ts';

interface Platform {
  readonly Os: string;
  readonly Architecture: string;
}

/** Smaller processors that larger ones run as they are. */
const ALSO: Readonly<Record<string, string>> = { amd64: '386', arm64: 'arm' };

/**
 * Refuses an image for another platform with `image_wrong_platform`, unless the engine emulates it. The agent in a
 * workspace is the engine's own, so without this the first command would fail, not the spawn.
 */
export function createPlatformCheck(connection: Connection) {
  const { docker, call } = connection;
  const emulated = new Set<string>();
  let engine: Promise<Platform> | undefined;

  const askEngine = () => {
    engine ??= call(() => docker.version()).then(({ Os, Arch }) => ({ Os, Architecture: Arch }));
    engine.catch(() => (engine = undefined));
    return engine;
  };

  return async (image: string, { Os, Architecture }: Platform): Promise<void> => {
    const own = await askEngine();
    // What was imported may not say what it is for.
    if (Architecture === '' || Architecture === own.Architecture) return;
    if (ALSO[own.Architecture] === Architecture || emulated.has(Architecture)) return;
    if (!(await runsHere(connection, image, Architecture))) {
      throw wrongPlatform(image, `${Os}/${Architecture}`, `${own.Os}/${own.Architecture}`);
    }
    emulated.add(Architecture);
  };
}

function wrongPlatform(image: string, theirs: string, ours: string): AppError {
  return new AppError(
    'image_wrong_platform',
    `${image} is for ${theirs}, the engine for ${ours}.`,
    {
      hint: `Use an image for ${ours}, or set up emulation (binfmt_misc) on the engine's machine.`,
    },
  );
}
