/** The main job of DevBench, done by a real MCP client: `npm run demo` sets up and ends here. */
import { check } from './check.ts';
import { doTheJob } from './job.ts';
import { findLeftovers } from './leftovers.ts';
import { type DemoServer, startServer } from './server.ts';
import { createTools, type Tools } from './tools.ts';
import { createTranscript, print } from './transcript.ts';

const step = createTranscript();
const began = performance.now();

async function demonstrate(server: DemoServer): Promise<void> {
  const tools = createTools(server.client);
  const { container_id } = await step('spawn a workspace', async ({ note }) => {
    const spawned = await tools.call('spawn', {});
    note(`${spawned.container_id} from ${spawned.image}`);
    note(`limits ${JSON.stringify(spawned.limits)}`);
    return spawned;
  });
  try {
    await doTheJob(step, tools, container_id);
  } catch (error) {
    await tools.call('kill', { container_id, force: true }).catch(() => undefined);
    throw error;
  }
  await step('kill the workspace', () => kill(tools, container_id));
  await step('end the server: its stdin closes', () => server.close());
  await step('ask the engine what is left', async ({ note }) => {
    const left = await findLeftovers(container_id);
    check(left.length === 0, `The engine still has ${left.join(', ')}.`);
    note('no container, no volume');
  });
}

async function kill({ call }: Tools, container_id: string): Promise<void> {
  await call('kill', { container_id });
  const { containers } = await call('list_containers', { include_stopped: true });
  check(!containers.some((one) => one.container_id === container_id), 'It is still listed.');
}

let server: DemoServer | undefined;
try {
  server = await step('start the stdio server as a client does', async ({ note }) => {
    const started = await startServer();
    const { tools } = await started.client.listTools();
    note(`${tools.length} tools, ${JSON.stringify({ tools }).length} bytes of tools/list`);
    return started;
  });
  await demonstrate(server);
  print(`\nAll of it worked, in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
} catch (error) {
  await server?.close();
  print(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  server?.complaints().forEach(print);
  process.exitCode = 1;
}
