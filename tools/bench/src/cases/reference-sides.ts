import Dockerode from 'dockerode';

import {
  type ReferenceContainer,
  runContainer,
  runWritableContainer,
} from '../engine/reference-container.ts';
import type { OpenSide, Side } from '../harness/case.ts';
import type { Stage } from '../harness/stage.ts';
import { naiveOverStdio } from '../naive/over-stdio.ts';
import type { Call } from '../ours/call.ts';

type Sample = OpenSide['sample'];
type MaybeAsync<T> = T | Promise<T>;

interface Reference {
  readonly name: string;
  readonly perRound: number;
  /** Whether commands write to the folder. */
  readonly writable?: boolean;
}

const containerFor = async (stage: Stage, { writable }: Reference): Promise<ReferenceContainer> =>
  stage.keep(await (writable === true ? runWritableContainer : runContainer)(stage.image));

/** The Docker CLI on a container of its own. */
export const withCli = (
  reference: Reference,
  sample: (container: string, stage: Stage) => MaybeAsync<Sample>,
): Side => ({
  ...reference,
  async open(stage) {
    const { name } = await containerFor(stage, reference);
    return { sample: await sample(name, stage) };
  },
});

/** Plain dockerode in this process. */
export const withDockerode = (
  reference: Reference,
  sample: (docker: Dockerode, container: string) => MaybeAsync<Sample>,
): Side => ({
  ...reference,
  async open(stage) {
    const { name } = await containerFor(stage, reference);
    return { sample: await sample(new Dockerode(), name) };
  },
});

/** The naive MCP server on stdio. */
export const withNaiveServer = (
  reference: Reference,
  sample: (call: Call, container: string) => MaybeAsync<Sample>,
): Side => ({
  ...reference,
  async open(stage) {
    const { name } = await containerFor(stage, reference);
    const { pid, call } = stage.keep(await naiveOverStdio());
    return { subject: { pid, containers: [name] }, sample: await sample(call, name) };
  },
});
