import type { OpenSide, Side } from '../harness/case.ts';
import type { Stage } from '../harness/stage.ts';
import { asLibrary } from '../ours/as-library.ts';
import type { Ours, OurWorkspace } from '../ours/call.ts';
import { overStdio } from '../ours/over-stdio.ts';
import { openWorkspace } from '../ours/workspace.ts';

type Prepare = (
  workspace: OurWorkspace,
  stage: Stage,
) => OpenSide['sample'] | Promise<OpenSide['sample']>;

/** Our server on stdio with one workspace. */
export const oursOverStdio = (perRound: number, prepare: Prepare): Side =>
  oursBy(overStdio, perRound, prepare);

/** Our operations in this process with one workspace. */
export const oursAsLibrary = (perRound: number, prepare: Prepare): Side =>
  oursBy(asLibrary, perRound, prepare);

const oursBy = (
  reach: (stage: Stage) => Promise<Ours>,
  perRound: number,
  prepare: Prepare,
): Side => ({
  name: 'ours',
  perRound,
  async open(stage) {
    const workspace = await openWorkspace(stage, stage.keep(await reach(stage)));
    return { subject: workspace.subject, sample: await prepare(workspace, stage) };
  },
});
