/**
 * Makes this machine ready, then runs what was asked for:
 *   node tools/setup/main.mjs              only the set-up
 *   node tools/setup/main.mjs demo         the demonstration
 *   node tools/setup/main.mjs test         all checks and tests
 *   node tools/setup/main.mjs ci-NAME      the npm script NAME, for a job of a CI
 */
import { dirname, delimiter } from 'node:path';
import { NODE, npm, ROOT } from './places.mjs';
import { say, SetupError, step } from './report.mjs';
import { handOver } from './run.mjs';
import { testBrowser } from './steps/browser-for-tests.mjs';
import { dependencies } from './steps/dependencies.mjs';
import { engine } from './steps/engine.mjs';
import { guest } from './steps/guest.mjs';
import { baseImage } from './steps/image.mjs';
import { testImages } from './steps/images-for-tests.mjs';
import { testPrograms } from './steps/programs-for-tests.mjs';

/** @param {string[]} args */
async function main([mode, ...rest]) {
  const script =
    mode === 'test' ? 'check' : mode?.startsWith('ci-') ? mode.slice('ci-'.length) : undefined;
  if (mode !== undefined && mode !== 'demo' && !script) {
    throw new SetupError(
      `There is no mode "${mode}".`,
      'The modes are: demo, test, ci-NAME, or none.',
    );
  }
  // Packages come from far away, while this machine compiles.
  const [{ found, image }] = await Promise.all([machine(), step('dependencies', dependencies)]);
  if (script) await step('test images', () => testImages(found));
  if (script) await step('test programs', testPrograms);
  if (script) await step('test browser', testBrowser);
  say(`setup: ready (${found.endpoint.host}, ${image})`);

  const env = { ...process.env, ...engineEnv(found), PATH: withOurNode() };
  const demo = ['--conditions=@devbench/source', 'tools/demo/main.ts'];
  if (mode === 'demo') return handOver(NODE, [...demo, ...rest], { cwd: ROOT, env });
  if (!script) return 0;
  const [program, ...args] = npm();
  return handOver(program, [...args, 'run', script, '--', ...rest], { cwd: ROOT, env });
}

/** What workspaces need: an engine, the agent in them, and an image. */
async function machine() {
  const found = await step('engine', engine);
  await step('guest agent', () => guest(found));
  return { found, image: await step('base image', () => baseImage(found)) };
}

/**
 * What leads the project to the same engine.
 * @param {import('./steps/engine.mjs').Engine} engine
 */
function engineEnv({ endpoint: { host, certPath } }) {
  return {
    DOCKER_HOST: host,
    ...(certPath && { DOCKER_CERT_PATH: certPath, DOCKER_TLS_VERIFY: '1' }),
  };
}

const withOurNode = () => [dirname(NODE), process.env.PATH].join(delimiter);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, stack, next } = /** @type {SetupError} */ (error);
  say(`setup failed: ${message}`);
  say(next ?? 'The set-up did not expect this; DEVBENCH_DEBUG=1 shows where it happened.');
  if (process.env.DEVBENCH_DEBUG) say(`${stack}`);
  process.exitCode = 1;
}
