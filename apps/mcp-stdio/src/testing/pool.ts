import Docker from 'dockerode';

export interface Member {
  readonly id: string;
}

/** What runs and was made for the pool by the servers that made that container, without it. */
export async function membersBeside(containerId: string): Promise<readonly Member[]> {
  const docker = new Docker();
  const found = await docker.listContainers({ filters: { label: ['com.mcp.devbench=true'] } });
  const labels = found.map(({ Labels }) => Labels);
  const own = labels.find((label) => label['com.mcp.container_id'] === containerId);
  return labels
    .filter((label) => label['com.mcp.instance'] === own?.['com.mcp.instance'])
    .filter((label) => label['com.mcp.warm'] === 'true')
    .map((label) => ({ id: label['com.mcp.container_id'] ?? '' }))
    .filter(({ id }) => id !== containerId);
}
