import type { EngineNews, Part } from '@devbench/core';

import { createBackground } from '../exec/background.ts';
import type { Services } from '../services.ts';
import { createCatchUp } from './catch-up.ts';
import { collectGarbage } from './gc/collect.ts';
import { DAY_MS, surveyGarbage } from './gc/survey.ts';
import { settle } from './reconcile/repair.ts';

/**
 * Keeps state and engine in step: as a whole whenever the engine is there again, one by one as it tells what
 * happens, and by interval what only time brings. One of several servers does the latter.
 */
export function createUpkeep(services: Services): Required<Part> {
  const { workspaces, engineUpkeep, stateUpkeep, auditLog, clock, config } = services;
  const stopping = new AbortController();
  const { signal } = stopping;
  const background = createBackground();

  const catchUp = createCatchUp(services, { background, signal });
  const collect = async () => collectGarbage(services, await surveyGarbage(services), signal);

  const hear = async (news: EngineNews) => {
    if (news.kind === 'connected') return catchUp.reconcile();
    const row = await workspaces.get(news.id);
    if (row?.engineId === news.engineId) await settle(services, row);
  };
  const listen = async () => {
    for await (const news of engineUpkeep.watch(signal)) {
      // What fails now is seen again by the next reconcile.
      await hear(news).catch(() => undefined);
    }
  };

  const cleanUp = async () => {
    // A little less than the interval, or jitter would make every second turn nobody's.
    const turn = config.cleanupIntervalMs / 2;
    if (!(await stateUpkeep.takeTurn('clean-up', clock.now(), turn))) return;
    await auditLog.prune(new Date(clock.now().getTime() - config.auditRetentionMs));
    await catchUp.reconcile();
    await collect();
    if (await stateUpkeep.takeTurn('compact', clock.now(), DAY_MS)) await stateUpkeep.compact();
  };
  const repeat = async () => {
    if (!config.cleanupOnStartup) await pause();
    while (!signal.aborted) {
      await cleanUp().catch(() => undefined);
      await pause();
    }
  };
  /** Servers that were started together do not stay together. */
  const pause = () => clock.sleep(config.cleanupIntervalMs * (0.75 + Math.random() / 2), signal);

  return {
    async start() {
      background.add(listen());
      background.add(catchUp.watch());
      if (config.cleanupEnabled) background.add(repeat());
    },
    async stop() {
      stopping.abort();
      await background.settled();
    },
  };
}
