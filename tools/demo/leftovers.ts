import Docker from 'dockerode';

/** What the engine still has of a workspace, asked past the server: containers and volumes by label. */
export async function findLeftovers(containerId: string): Promise<readonly string[]> {
  // Dockerode reads DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH itself, as the set-up sets them.
  const docker = new Docker();
  const filters = { label: [`com.mcp.container_id=${containerId}`] };
  const [containers, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
  ]);
  return [
    ...containers.map(({ Id }) => `container ${Id.slice(0, 12)}`),
    ...volumes.map(({ Name }) => `volume ${Name}`),
  ];
}
