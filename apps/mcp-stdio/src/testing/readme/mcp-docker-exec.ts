import { expect } from 'vitest';

import type { Example } from './example.ts';

/** The settings of its configuration for Cursor. */
export const DOCKER_EXEC_ENV = {
  MCP_DOCKER_ALLOW_ROOT: 'false',
  MCP_DOCKER_MAX_BYTES: '10485760',
};

/** `$app` is a container that runs, `$ended` one that has ended, with a log that ends, too. */
export const EXAMPLES: readonly Example[] = [
  [
    'docker_exec',
    {
      id: '$app',
      cmd: ['sh', '-c', 'ls -la'],
      stream: false,
      tty: false,
      user: 'appuser',
      workdir: '/app',
      env: ['NODE_ENV=production'],
      timeoutMs: 30_000,
      chunkBytes: 16_384,
    },
    { stdout: expect.stringContaining('server.js'), exitCode: 0 },
  ],
  [
    'docker_logs',
    { id: '$ended', tail: '100', follow: true, since: '2024-01-01T00:00:00Z', chunkBytes: 16_384 },
    { logs: expect.stringContaining('listening') },
  ],
  ['docker_ps', { all: true, name: 'web' }, { containers: expect.any(Array) }],
  ['docker_inspect', { kind: 'container', id: '$app' }, { kind: 'container' }],
  ['health', {}, { status: 'healthy' }],
  [
    'docker_exec',
    { id: '$app', cmd: ['ls', '-la', '/app'] },
    { stdout: expect.stringContaining('server.js') },
  ],
  [
    'docker_exec',
    { id: '$app', cmd: ['tail', '-f', '/var/log/app.log'], stream: true },
    { progress: expect.stringContaining('a line') },
    { endless: true },
  ],
  [
    'docker_exec',
    { id: '$app', cmd: ['sh', '-c', 'cat > /tmp/data.txt'], stdin: 'Hello, World!' },
    { exitCode: 0 },
  ],
  ['docker_exec', { id: '$app', cmd: ['cat', '/tmp/data.txt'] }, { stdout: 'Hello, World!' }],
  ['docker_logs', { id: '$ended', follow: true, tail: '50' }, { truncated: false }],
];
