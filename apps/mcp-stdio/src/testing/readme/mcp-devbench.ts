import { expect } from 'vitest';

import type { Example } from './example.ts';

const container_id = '$container';
const hello = { container_id, path: '/workspace/hello.py' };

const SCRIPT = 'import os; print(os.environ["DEBUG"])';

const HELLO = "print('Hello, MCP DevBench!')";
const APP = `
def greet(name):
    return f"Hello, {name}!"

if __name__ == "__main__":
    print(greet("World"))
`;

/** README, then the quick start; both forms of arguments that its clients send. */
export const EXAMPLES: readonly Example[] = [
  [
    'spawn',
    { image: 'python:3.11-slim', persistent: true, alias: 'dev-env' },
    { alias: 'dev-env', status: 'running', container_id: expect.stringMatching(/^c_/) },
    { remember: { container: 'container_id' } },
  ],
  [
    'attach',
    { input_data: { target: 'dev-env', client_name: 'claude', session_id: 'session-123' } },
    { roots: [expect.stringContaining('workspace:')] },
  ],
  ['fs_write', { container_id, path: 'script.py', content: SCRIPT }, { size: SCRIPT.length }],
  [
    'exec_start',
    { container_id, cmd: ['python', 'script.py'], env: { DEBUG: '1' }, timeout_s: 300 },
    { status: 'running' },
    { remember: { exec: 'exec_id' } },
  ],
  [
    'exec_poll',
    { exec_id: '$exec', wait_ms: 30_000 },
    { messages: expect.arrayContaining([expect.objectContaining({ data: '1\n' })]) },
  ],
  ['exec_cancel', { exec_id: '$exec' }, { exec_id: '$exec' }],
  ['reconcile', {}, { errors: 0 }],
  ['fs_write', { ...hello, content: HELLO }, { size: HELLO.length }],
  ['fs_read', hello, { content: HELLO }],
  ['fs_stat', hello, { is_dir: false, etag: expect.any(String) }],
  ['fs_list', { container_id, path: '/workspace' }, { path: '/workspace' }],
  ['fs_write', { container_id, path: '/workspace/app.py', content: APP }, { size: APP.length }],
  [
    'exec_start',
    { input_data: { container_id, cmd: ['python', '/workspace/app.py'], timeout_s: 30 } },
    { status: 'running' },
    { remember: { exec: 'exec_id' } },
  ],
  [
    'exec_poll',
    { exec_id: '$exec', after_seq: 0, wait_ms: 30_000 },
    { messages: expect.arrayContaining([expect.objectContaining({ data: 'Hello, World!\n' })]) },
  ],
  ['fs_delete', hello, { status: 'deleted' }],
  ['list_containers', {}, { containers: [{ alias: 'dev-env' }] }],
  ['kill', { container_id, force: true, keep_workspace: false }, { status: 'stopped' }],
];
