import { randomBytes } from 'node:crypto';
import type { Workspace, WorkspaceId } from '@devbench/core';
import Dockerode from 'dockerode';
import type { DockerSettings } from '../config.ts';
import { createDocker, type Docker } from '../docker.ts';
import { ENGINE_SOCKET } from './engine-socket.ts';
import { testGuest } from './guest-build.ts';
import { aWorkspace } from './workspace.ts';

/** Real workspaces of one test; `cleanUp` removes them and says what else was left. */
export interface EngineFixture {
  readonly raw: Dockerode;
  docker(settings?: DockerSettings): Docker;
  /** A workspace that is not created yet. */
  plan(change?: Partial<Workspace>): Workspace;
  created(docker: Docker, change?: Partial<Workspace>): Promise<Workspace>;
  /** Names of containers and volumes of this fixture that are still there. */
  left(): Promise<string[]>;
  cleanUp(): Promise<void>;
}

export function createEngineFixture(): EngineFixture {
  const raw = new Dockerode({ socketPath: ENGINE_SOCKET });
  const instance = `test-${randomBytes(6).toString('hex')}`;
  const dockers: Docker[] = [];
  const workspaces: Workspace[] = [];
  const filters = { label: [`com.mcp.instance=${instance}`] };

  const left = async () => {
    const containers = await raw.listContainers({ all: true, filters });
    const { Volumes } = await raw.listVolumes({ filters });
    return [...containers.map(({ Names }) => Names.join()), ...Volumes.map(({ Name }) => Name)];
  };

  const fixture: EngineFixture = {
    raw,
    left,
    docker(settings) {
      const docker = createDocker({
        host: `unix://${ENGINE_SOCKET}`,
        instance,
        guestBinary: testGuest,
        ...settings,
      });
      dockers.push(docker);
      return docker;
    },
    plan(change) {
      const id = `c_${randomBytes(6).toString('hex')}` as WorkspaceId;
      const workspace = aWorkspace({ id, status: 'creating', ...change });
      workspaces.push(workspace);
      return workspace;
    },
    async created(docker, change) {
      const workspace = fixture.plan(change);
      const { engineId } = await docker.engine.create(workspace, new AbortController().signal);
      return { ...workspace, engineId, status: 'running' };
    },
    async cleanUp() {
      const [first = fixture.docker()] = dockers;
      const remove = (it: Workspace) => first.engine.remove(it, { keepVolume: false });
      await Promise.all(workspaces.splice(0).map(remove));
      await Promise.all(dockers.splice(0).map((it) => it.stop()));
    },
  };
  return fixture;
}
