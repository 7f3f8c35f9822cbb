import { expect, it } from 'vitest';

import { ended, start, until } from '../testing/commands.ts';
import { aMarker, commandsIn, processesWith } from '../testing/processes.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import { SHAPES } from '../testing/tree-shapes.ts';

/** Commands as root run past the agent, by the engine; what they promise is the same as far as it goes. */
const server = sharedSession({ MCP_ALLOW_AS_ROOT: 'true', MCP_CANCEL_GRACE_MS: '300' });
const workspace = sharedWorkspace(server);

const CASES = [
  ['setsid', 'SIGKILL'],
  ['double fork', 'itself'],
  ['TERM ignored', 'exec_cancel'],
  ['no environment', 'itself'],
  ['no environment', 'exec_cancel'],
  ['terminal', 'itself'],
].flatMap(([name, way]) =>
  SHAPES.filter((shape) => shape.name === name).map((shape) => ({ shape, way })),
);

it.each(CASES)('ends $shape.name by $way', async ({ shape, way }) => {
  const marker = aMarker();
  const script = shape.script(marker, way === 'itself' ? 'exit 7' : `exec sleep ${marker}`);
  const exec_id = await start(server(), workspace().id, { script, as_root: true, ...shape.input });
  await until(server(), exec_id, (output) => output.includes('ready'));
  if (way === 'exec_cancel') await server().data('exec_cancel', { exec_id });
  if (way === 'SIGKILL') await server().data('exec_signal', { exec_id, signal: way });

  const end = await ended(server(), exec_id);
  const killed = way === 'SIGKILL' || shape.ignoresTerm ? 137 : 143;
  expect(end).toMatchObject(
    way === 'itself'
      ? { status: 'exited', exit_code: 7 }
      : { status: way === 'SIGKILL' ? 'exited' : 'cancelled', exit_code: killed },
  );
  expect(end.stdout.toString().trim()).toBe('ready');
  expect(processesWith(marker)).toEqual([]);
});

it('leaves other commands alone', async () => {
  const begin = (input: object) =>
    start(server(), workspace().id, { cmd: ['sleep', '4000'], ...input });
  const [user, root] = await Promise.all([begin({}), begin({ as_root: true })]);
  const uid = await server().data('exec_run', {
    container_id: workspace().id,
    script: 'id -u; exit 5',
    as_root: true,
  });
  expect(uid).toMatchObject({ stdout: '0\n', exit_code: 5 });
  expect(await commandsIn(workspace().id)).toHaveLength(2);
  for (const exec_id of [user, root]) await server().data('exec_cancel', { exec_id });
  expect(await commandsIn(workspace().id)).toEqual([]);
});
