import {
  AppError,
  type HostContainer,
  type HostContainers,
  type LogChunk,
  type RunningExec,
} from '@devbench/core';

/** Containers that are there because a test put them there; nothing runs in them. */
export class MemoryHost implements HostContainers {
  containers: HostContainer[] = [];
  details: Record<string, unknown> = {};
  chunks: LogChunk[] = [];

  list(): Promise<readonly HostContainer[]> {
    return Promise.resolve(this.containers);
  }

  find(id: string): Promise<HostContainer | undefined> {
    const isIt = (each: HostContainer) => each.engineId.startsWith(id) || each.names.includes(id);
    return Promise.resolve(this.containers.find(isIt));
  }

  inspect(): Promise<Readonly<Record<string, unknown>>> {
    return Promise.resolve(this.details);
  }

  async *logs(): AsyncGenerator<LogChunk> {
    yield* await Promise.resolve(this.chunks);
  }

  spawn(): Promise<RunningExec> {
    return Promise.reject(new AppError('container_not_running', 'Nothing runs here.'));
  }
}
