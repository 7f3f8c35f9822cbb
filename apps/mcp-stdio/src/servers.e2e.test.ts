import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { killServer } from './testing/processes.ts';
import { startSession } from './testing/session.ts';
import { follow, IMAGE, type Page, type Run, spawnWorkspace } from './testing/workspace.ts';

/** Numbered lines, so that a lost or repeated byte shows. */
const COUNTER = 'i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "line $i"; sleep 0.1; done';
/** The next server may need longer to start than a command to count. */
const ENDED_TOO = { include_ended: true };
const COUNTED = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');

it('lets two servers work side by side on one state', async () => {
  using folder = tempFolder();
  await using first = await startSession(folder.path);
  await using second = await startSession(folder.path);
  await using mine = await spawnWorkspace(first, { alias: 'mine' });
  await using other = await spawnWorkspace(second, { alias: 'other' });

  const [one, two] = await Promise.all([mine.sh('echo 1'), other.sh('echo 2')]);
  expect([one.stdout, two.stdout]).toEqual(['1\n', '2\n']);

  await first.data('fs_write', { container_id: 'mine', path: 'note', content: 'left here' });
  const target = { target: 'mine', client_name: 'second', session_id: 's2' };
  expect(await second.data('attach', target)).toMatchObject({ container_id: mine.id });
  expect(await second.data('fs_read', { container_id: 'mine', path: 'note' })).toMatchObject({
    content: 'left here',
  });
  // And back again, without anything being said.
  expect(await mine.sh('cat note')).toMatchObject({ stdout: 'left here' });
});

it('leaves a running command to the next server, which goes on at the right byte', async () => {
  using folder = tempFolder();
  const first = await startSession(folder.path);
  const { container_id, exec_id, before, page } = await startCounter(first);
  await first.client.close();

  await using second = await startSession(folder.path);
  await expectRest(second, { exec_id, before, page });
  await second.data('kill', { container_id, force: true });
  expect(await leftoversOf(container_id)).toEqual([]);
});

it('loses no byte when the server is killed while a command runs', async () => {
  using folder = tempFolder();
  const first = await startSession(folder.path);
  const { container_id, exec_id, before, page } = await startCounter(first);
  await killServer(first);

  await using second = await startSession(folder.path);
  expect(await second.data('list_containers')).toMatchObject({ containers: [{ container_id }] });
  expect(await second.data('list_execs', ENDED_TOO)).toMatchObject({ execs: [{ exec_id }] });
  await expectRest(second, { exec_id, before, page });
  await second.data('kill', { container_id, force: true });
  expect(await leftoversOf(container_id)).toEqual([]);
});

it('lets a command run on whose client vanished while exec_run waited', async () => {
  using folder = tempFolder();
  const first = await startSession(folder.path);
  const { container_id } = await first.data<{ container_id: string }>('spawn', { image: IMAGE });
  const started = Promise.withResolvers<undefined>();
  const running = first.call(
    'exec_run',
    { container_id, script: COUNTER },
    { onprogress: () => started.resolve(undefined) },
  );
  running.catch(() => undefined);
  await started.promise;
  await first.client.close();

  await using second = await startSession(folder.path);
  const { execs } = await second.data<{ execs: Run[] }>('list_execs', ENDED_TOO);
  const [{ exec_id }] = execs as [Run];
  const { output, page } = await follow(second, exec_id, () => false);
  expect(output.toString()).toBe(COUNTED);
  expect(page).toMatchObject({ status: 'exited', exit_code: 0 });
  await second.data('kill', { container_id, force: true });
});

async function startCounter(session: Awaited<ReturnType<typeof startSession>>) {
  const { container_id } = await session.data<{ container_id: string }>('spawn', {
    image: IMAGE,
  });
  const { exec_id } = await session.data<Run>('exec_start', { container_id, script: COUNTER });
  const isUnderWay = (output: Buffer) => output.includes('line 5');
  const { output, page } = await follow(session, exec_id, isUnderWay);
  return { container_id, exec_id, before: output, page };
}

/** What follows is what was missing; and from the beginning on it is the whole. */
async function expectRest(
  session: Awaited<ReturnType<typeof startSession>>,
  { exec_id, before, page }: { exec_id: string; before: Buffer; page: Page },
) {
  const rest = await follow(session, exec_id, () => false, page.next_seq);
  expect(Buffer.concat([before, rest.output]).toString()).toBe(COUNTED);
  expect(rest.page).toMatchObject({ status: 'exited', exit_code: 0, dropped_bytes: 0 });
  const whole = await follow(session, exec_id, () => false);
  expect(whole.output.toString()).toBe(COUNTED);
}
