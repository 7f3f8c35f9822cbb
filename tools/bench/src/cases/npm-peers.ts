import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { atLeast } from '../check/limit.ts';
import { runContainer } from '../engine/reference-container.ts';
import type { BenchCase, Side } from '../harness/case.ts';
import type { Stage } from '../harness/stage.ts';
import { timed } from '../harness/timed.ts';
import { installPeer } from '../npm/over-stdio.ts';
import { type Peer, PEERS } from '../npm/peer.ts';
import { ECHO, expectWord, ourEcho } from './echo.ts';
import { oursOverStdio } from './our-sides.ts';
import { START_REASON, starting } from './start-up.ts';

/** They come from a registry, which the short form does without. */
const timeoutMs = 600_000;

const prepare = async (peer: Peer, stage: Stage) => {
  const start = await installPeer(peer, await mkdtemp(join(stage.folder, 'npm-')));
  const { name } = stage.keep(await runContainer(stage.image));
  return { container: name, start: () => start(name) };
};

const startOf = (peer: Peer): Side => ({
  name: peer.name,
  perRound: 1,
  async open(stage) {
    const { start } = await prepare(peer, stage);
    return starting(peer.name, start).open(stage);
  },
});

const execOf = (peer: Peer): readonly Side[] => {
  const { name, exec } = peer;
  if (!exec) return [];
  const open: Side['open'] = async (stage) => {
    const { container, start } = await prepare(peer, stage);
    const { call } = stage.keep(await start());
    return { sample: timed(async () => expectWord(await exec(call, container, ECHO))) };
  };
  return [{ name, perRound: 3, open }];
};

export const peersStart: BenchCase = {
  name: 'peers-start',
  title: 'start until the tools are listed, against Docker MCP servers from npm',
  unit: 'ms',
  rounds: { full: 6, quick: 0 },
  timeoutMs,
  ours: starting('ours'),
  references: PEERS.map(startOf),
  limits: PEERS.map(({ name }) => atLeast(name, 0.3)),
  reason: START_REASON,
};

export const peersExec: BenchCase = {
  name: 'peers-exec',
  title: '`echo` through MCP stdio, against Docker MCP servers from npm',
  unit: 'ms',
  rounds: { full: 10, quick: 0 },
  timeoutMs,
  ours: oursOverStdio(20, ({ call, id }) => timed(() => ourEcho(call, id))),
  references: PEERS.flatMap(execOf),
  limits: PEERS.flatMap(execOf).map(({ name }) => atLeast(name, 10)),
};
