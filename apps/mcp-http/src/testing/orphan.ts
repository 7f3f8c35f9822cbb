import { randomUUID } from 'node:crypto';

import type Docker from 'dockerode';

/** A container and its volume as the server that made `sibling` makes them, of which no state knows. */
export async function anOrphan(docker: Docker, sibling: string): Promise<string> {
  const { Image, Labels } = await labelled(docker, sibling);
  const id = `c_${randomUUID().replaceAll('-', '').slice(0, 26)}`;
  const name = `devbench-${id}`;
  const labels = { ...Labels, 'com.mcp.container_id': id };
  await docker.createVolume({ Name: name, Labels: labels });
  await docker.createContainer({
    name,
    Image,
    Labels: labels,
    HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: '/workspace' }] },
  });
  return id;
}

async function labelled(docker: Docker, id: string) {
  const filters = { label: [`com.mcp.container_id=${id}`] };
  const [found] = await docker.listContainers({ all: true, filters });
  if (!found) throw new Error(`The engine has no ${id}.`);
  return found;
}

/** What the engine still has of a workspace. */
export async function remainsOf(docker: Docker, id: string): Promise<readonly string[]> {
  const filters = { label: [`com.mcp.container_id=${id}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const { Volumes } = await docker.listVolumes({ filters });
  return [...containers.map(({ Id }) => Id), ...Volumes.map(({ Name }) => Name)];
}
