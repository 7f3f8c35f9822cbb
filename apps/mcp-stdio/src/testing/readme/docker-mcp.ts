import { expect } from 'vitest';

import type { Example } from './example.ts';

const PYTHON = 'python:3.11-slim';
export const NODE = 'node:18-alpine';
export const BOTH = 'nikolaik/python-nodejs:python3.11-nodejs18';

/** The settings of its README. */
export const DOCKER_MCP_ENV = {
  DOCKER_MCP_MEMORY_LIMIT: '2147483648',
  DOCKER_MCP_CPU_LIMIT: '2.0',
  DOCKER_MCP_PIDS_LIMIT: '1024',
  DOCKER_MCP_TIMEOUT: '60',
  DOCKER_MCP_DEBUG: 'true',
};

const created = { ready: true, reused: false };
const remember = { container: 'container_id' };
const NAMED = 'my-container';

/** "Available Tools". Its container has no network, so what installs says so. */
export const TOOLS: readonly Example[] = [
  ['check_engine', {}, { available: true }],
  [
    'create_container',
    {
      image: PYTHON,
      name: NAMED,
      session_id: 'my-session',
      network_enabled: false,
      reuse_existing: true,
      environment: { KEY: 'value' },
    },
    { name: NAMED, ...created },
  ],
  ['list_containers', { show_all: true, session_id: 'my-session' }, { containers: [{}] }],
  [
    'execute_code',
    {
      container_id: NAMED,
      command: "echo 'Hello, World!'",
      timeout: 30,
      stream: true,
      working_dir: '/workspace',
    },
    { stdout: 'Hello, World!\n', exit_code: 0 },
  ],
  [
    'execute_python_script',
    {
      container_id: NAMED,
      script: 'import numpy; print(numpy.__version__)',
      packages: ['numpy'],
      timeout: 60,
    },
    { code: 'no_network' },
  ],
  ['cleanup_container', { container_id: NAMED }, { containers_removed: [expect.any(String)] }],
  ['create_container', { image: PYTHON, name: NAMED, session_id: 'my-session' }, created],
  [
    'execute_python_script',
    {
      container_id: NAMED,
      script: 'import numpy; print(numpy.__version__)',
      packages: ['numpy'],
      timeout: 60,
    },
    { stdout: '1.0\n', exit_code: 0 },
  ],
  [
    'add_dependencies',
    { container_id: NAMED, packages: ['requests', 'pandas'], package_manager: 'pip' },
    { success: true, installed: ['requests', 'pandas'] },
  ],
  ['cleanup_container', { session_id: 'my-session', remove_volumes: true }, { volumes_kept: 0 }],
];

const PLOT = `
import pandas as pd
import matplotlib.pyplot as plt

# Create sample data
df = pd.DataFrame({
    'x': range(10),
    'y': [i**2 for i in range(10)]
})

# Save plot
df.plot(x='x', y='y')
plt.savefig('/workspace/plot.png')
print("Plot saved to /workspace/plot.png")
print(df.describe())
`;

/** "Examples" 1 to 3. */
export const PROGRAMS: readonly Example[] = [
  ['create_container', { image: PYTHON, session_id: 'data-analysis' }, created, { remember }],
  [
    'add_dependencies',
    { container_id: '$container', packages: ['pandas', 'matplotlib', 'seaborn'] },
    { success: true, package_manager: 'pip' },
  ],
  [
    'execute_python_script',
    { container_id: '$container', script: PLOT },
    { stdout: expect.stringContaining('Plot saved to /workspace/plot.png\n'), exit_code: 0 },
  ],
  [
    'create_container',
    { image: NODE, session_id: 'nodejs-dev', network_enabled: true },
    created,
    { remember },
  ],
  [
    'add_dependencies',
    { container_id: '$container', packages: ['express', 'axios'], package_manager: 'npm' },
    { success: true, installed: ['express', 'axios'] },
  ],
  [
    'execute_code',
    {
      container_id: '$container',
      command: 'node -e "console.log(\'Node version:\', process.version)"',
    },
    { stdout: expect.stringMatching(/^Node version: v\d/), exit_code: 0 },
  ],
  ['create_container', { image: BOTH, session_id: 'multi-lang' }, created, { remember }],
  [
    'add_dependencies',
    { container_id: '$container', packages: ['fastapi', 'uvicorn'], package_manager: 'pip' },
    { success: true },
  ],
  [
    'add_dependencies',
    { container_id: '$container', packages: ['webpack', 'babel-core'], package_manager: 'npm' },
    { success: true },
  ],
  ...['data-analysis', 'nodejs-dev', 'multi-lang'].map((session_id): Example => [
    'cleanup_container',
    { session_id, remove_volumes: true },
    { containers_removed: [expect.any(String)], volumes_kept: 0 },
  ]),
  ['cleanup_container', { cleanup_all: true }, { containers_removed: [] }],
];
