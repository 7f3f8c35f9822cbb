import { check } from './check.ts';
import { COUNT_RUNAWAYS, PROGRAM, PROGRAM_PATH, RESULT_PATH, RUNAWAY } from './program.ts';
import type { Tools } from './tools.ts';
import type { Step } from './transcript.ts';
import { watch } from './watch.ts';

/** The main job in one workspace: write, run, edit, run again, read, and stop what will not stop. */
export async function doTheJob(step: Step, tools: Tools, container_id: string): Promise<void> {
  const sh = (script: string) => ({ container_id, cmd: ['sh', '-c', script] });
  const run = async () => (await tools.call('exec_run', sh(`sh ${PROGRAM_PATH}`))).stdout ?? '';

  const written = await step('write a program', async ({ note }) => {
    const file = { container_id, path: PROGRAM_PATH, content: PROGRAM };
    const result = await tools.call('fs_write', file);
    check(result.size === PROGRAM.length, `The file has ${result.size} bytes.`);
    note(`${result.path}, ${result.size} bytes`);
    return result;
  });

  await step('run it and watch its output arrive', async ({ live }) => {
    const { exec_id } = await tools.call('exec_start', sh(`sh ${PROGRAM_PATH}`));
    const seen = await watch(tools, exec_id, live);
    check(
      seen.text === 'up to 1: 1\nup to 2: 3\nup to 3: 6\nup to 4: 10\n',
      'The output is wrong.',
    );
    check(seen.exitCode === 0, `The program ended with ${String(seen.exitCode)}.`);
    check(seen.firstMs < seen.lastMs / 2, 'The output came all at once, not as it was written.');
  });

  await step('edit it: read, change, write if nobody else did', async ({ note }) => {
    const { content, etag } = await tools.call('fs_read', { container_id, path: PROGRAM_PATH });
    check(content === PROGRAM && etag === written.etag, 'The file is not what was written.');
    const edited = {
      container_id,
      path: PROGRAM_PATH,
      content: content.replace('last=4', 'last=8'),
    };
    await tools.call('fs_write', { ...edited, if_match_etag: etag });
    const { code } = await tools.fail('fs_write', { ...edited, if_match_etag: etag });
    check(code === 'etag_mismatch', `A second write with the old etag got ${code}.`);
    note('a second write with the old etag is refused: etag_mismatch');
  });

  await step('run it again and read the result', async ({ note }) => {
    check((await run()).endsWith('up to 8: 36\n'), 'The edited program printed something else.');
    const { content } = await tools.call('fs_read', { container_id, path: RESULT_PATH });
    check(content === '36\n', `The result is ${JSON.stringify(content)} instead of 36.`);
    note(`result.txt: ${content.trim()}`);
  });

  const runaway = await step('start a runaway that ignores TERM', async ({ note }) => {
    const { exec_id } = await tools.call('exec_start', sh(RUNAWAY));
    await tools.call('exec_poll', { exec_id, wait_ms: 10_000 });
    const running = (await tools.call('exec_run', sh(COUNT_RUNAWAYS))).stdout?.trim();
    check(Number(running) >= 2, `${String(running)} of its processes run instead of two.`);
    note(`${String(running)} processes, one in a session of its own`);
    return exec_id;
  });

  await step('cancel it', async ({ note }) => {
    const { status } = await tools.call('exec_cancel', { exec_id: runaway });
    check(status === 'cancelled', `Its status is ${status} instead of cancelled.`);
    const left = (await tools.call('exec_run', sh(COUNT_RUNAWAYS))).stdout?.trim();
    check(left === '0', `${String(left)} of its processes still run.`);
    note('TERM, a second of grace, then KILL to the whole tree: no process is left');
  });
}
