import type { Call } from '../ours/call.ts';

/** A Docker MCP server that somebody has published on npm. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** What it has to be told to reach the engine and this container. */
  readonly env: (container: string) => Readonly<Record<string, string>>;
  /** Runs a command as one does with its tools; undefined when it has none for that. */
  readonly exec?: (call: Call, container: string, cmd: readonly string[]) => Promise<string>;
}

const textOf = ({ text }: Record<string, unknown>) => String(text);

export const PEERS: readonly Peer[] = [
  {
    name: 'mcp-docker-server',
    version: '1.0.1',
    env: () => ({}),
    exec: async (call, id, command) => textOf(await call('exec_command', { id, command })),
  },
  {
    name: 'mcp-server-docker',
    version: '1.0.0',
    env: (container) => ({ ALLOWED_CONTAINERS: `app:${container}`, DEFAULT_SERVICE: 'app' }),
    exec: async (call, _container, cmd) => {
      const said = textOf(await call('run_command', { command: cmd.join(' ') }));
      return said.replace(/\s+Exit code: 0$/, '');
    },
  },
  {
    name: 'docker-mcp',
    version: '1.0.0',
    env: () => ({
      DOCKER_MCP_LOCAL: 'true',
      DOCKER_MCP_SOCKET_PATH: (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace(
        'unix://',
        '',
      ),
    }),
  },
];
