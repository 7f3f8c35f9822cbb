import Docker from 'dockerode';

/** What the engine has of a workspace, asked past the server. */
export async function leftoversOf(
  containerId: string,
  docker = new Docker(),
): Promise<readonly string[]> {
  const filters = { label: [`com.mcp.container_id=${containerId}`] };
  const [containers, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
  ]);
  return [...containers.map(({ Id }) => Id), ...volumes.map(({ Name }) => Name)];
}
