import { createServer } from 'node:http';

import { createKernel, loadConfig } from '@devbench/kernel';
import { thisProcess, untilSignal } from '@devbench/kernel/process';

import { createActivity } from './activity.ts';
import { createRoutes } from './routes.ts';
import { createWorkspaces } from './workspaces.ts';

const { kernel: config } = await loadConfig(process.env, thisProcess());
const activity = createActivity();
const kernel = createKernel(config, { audit: activity.trail });
await kernel.start();

const workspaces = createWorkspaces(kernel.operations);
const server = createServer(createRoutes(workspaces, activity));
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  process.stdout.write(`listening ${JSON.stringify(server.address())}\n`);
});

await untilSignal();
server.close();
server.closeAllConnections();
await kernel.stop();
