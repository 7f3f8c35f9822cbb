import type { OpenSide, Side } from '../harness/case.ts';
import type { Stage } from '../harness/stage.ts';
import { asLibrary } from '../ours/as-library.ts';
import type { OurLibrary, Ours, OurWorkspace } from '../ours/call.ts';
import { BARE_SERVER } from '../ours/environment.ts';
import { overStdio } from '../ours/over-stdio.ts';
import { openWorkspace } from '../ours/workspace.ts';

type Prepare<Reached extends Ours> = (
  workspace: OurWorkspace,
  stage: Stage,
  reached: Reached,
) => OpenSide['sample'] | Promise<OpenSide['sample']>;

/** Our server on stdio with one workspace. */
export const oursOverStdio = (perRound: number, prepare: Prepare<Ours>): Side =>
  oursBy(overStdio, perRound, prepare);

/** The same with settings that depend on the folder of the stage. */
export const oursWithSettings = (
  perRound: number,
  settings: (folder: string) => Readonly<Record<string, string>>,
  prepare: Prepare<Ours>,
): Side => oursBy((stage) => overStdio(stage, settings(stage.folder)), perRound, prepare);

/** The operations of our server, with these settings or with nothing on record. */
export const oursBare = (
  perRound: number,
  record: Readonly<Record<string, string>> | 'unrecorded',
  prepare: Prepare<Ours>,
): Side => {
  const reach = (stage: Stage) =>
    record === 'unrecorded'
      ? overStdio(stage, {}, [...BARE_SERVER, record])
      : overStdio(stage, record, BARE_SERVER);
  return oursBy(reach, perRound, prepare);
};

/** Our operations in this process with one workspace. */
export const oursAsLibrary = (
  perRound: number,
  prepare: Prepare<OurLibrary>,
  embedding: Parameters<typeof asLibrary>[1] = {},
): Side => oursBy((stage) => asLibrary(stage, embedding), perRound, prepare);

const oursBy = <Reached extends Ours>(
  reach: (stage: Stage) => Promise<Reached>,
  perRound: number,
  prepare: Prepare<Reached>,
): Side => ({
  name: 'ours',
  perRound,
  async open(stage) {
    const reached = stage.keep(await reach(stage));
    const workspace = await openWorkspace(stage, reached);
    return { subject: workspace.subject, sample: await prepare(workspace, stage, reached) };
  },
});
