import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { nodeImages } from '../images/node-image.ts';
import { packageIndex } from '../testing/package-index.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { appContainers } from '../testing/readme/app-containers.ts';
import { BOTH, DOCKER_MCP_ENV, NODE, PROGRAMS, TOOLS } from '../testing/readme/docker-mcp.ts';
import { type Example, filledIn } from '../testing/readme/example.ts';
import { EXAMPLES as DEVBENCH } from '../testing/readme/mcp-devbench.ts';
import { DOCKER_EXEC_ENV, EXAMPLES as DOCKER_EXEC } from '../testing/readme/mcp-docker-exec.ts';

/** As one who comes from all three servers would start this one. */
const server = sharedSession({
  MCP_TOOLSETS: 'workspace,sandbox,docker,admin',
  MCP_DOCKER_CONTAINERS: 'devbench-e2e-web-*',
  DOCKER_MCP_DEFAULT_NETWORK: 'bridge',
  // One of them says it.
  MCP_LOG_LEVEL: '',
  ...DOCKER_MCP_ENV,
  ...DOCKER_EXEC_ENV,
});

/** Installing packages takes long where much else runs. */
const PATIENCE = { timeout: 180_000 };
const IMAGES_MS = 300_000;

const things = new AsyncDisposableStack();
const names: Record<string, unknown> = {};
let packages: Record<string, string> = {};

beforeAll(async () => {
  const [index, apps] = [things.use(await packageIndex()), things.use(await appContainers())];
  packages = index.env;
  Object.assign(names, { app: apps.running, ended: apps.ended });
});
afterAll(() => things.disposeAsync());

/** In order: what one example makes the next ones use. */
async function play([tool, given, reply, { remember = {}, endless } = {}]: Example) {
  const input: Record<string, unknown> = filledIn(given, names);
  // Nothing but where packages come from is added.
  const env = input.environment as Record<string, string> | undefined;
  if (tool === 'create_container') input.environment = { ...packages, ...env };
  if (endless) {
    const cancel = new AbortController();
    const { promise, resolve } = Promise.withResolvers<string>();
    const options = {
      signal: cancel.signal,
      onprogress: ({ message = '' }) => resolve(message),
    };
    const running = server().call(tool, input, options);
    running.catch(() => undefined);
    expect({ progress: await promise }).toMatchObject(reply);
    cancel.abort();
    return expect(running).rejects.toThrow();
  }
  const { code, data, text } = await server().call(tool, input);
  const said = code === undefined ? data : { code };
  expect(said, text).toMatchObject(filledIn(reply, names));
  for (const [name, field] of Object.entries(remember)) names[name] = data[field];
}

const titled = (example: Example, at: number) => {
  const [tool, input] = example;
  return [`${at + 1}. ${tool} ${JSON.stringify(input).slice(0, 120)}`, example] as const;
};

describe('in the order in which they are written', { shuffle: false }, () => {
  describe.each([
    ['mcp-devbench', DEVBENCH],
    ['mcp-docker-exec', DOCKER_EXEC],
    ['docker-mcp, tools', TOOLS],
  ])('the README of %s', (_, examples) => {
    it.each(examples.map(titled))('%s', PATIENCE, (_, example) => play(example));
  });

  describe('the programs in the README of docker-mcp', () => {
    beforeAll(async () => {
      things.use(await nodeImages([NODE, BOTH]));
    }, IMAGES_MS);
    it.each(PROGRAMS.map(titled))('%s', PATIENCE, (_, example) => play(example));
  });
});
