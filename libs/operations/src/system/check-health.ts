import type { EngineInfo } from '@devbench/core';

import type { CallContext, CallOn } from '../operation.ts';
import type { Services } from '../services.ts';

/** So that an answer comes within two seconds even when nothing else does. */
const PATIENCE_MS = 1500;

type Needed = Pick<Services, 'engine' | 'workspaces' | 'clock' | 'config'>;
type Asked = Needed & Partial<Pick<CallContext, 'unrecorded'>>;

export type HealthCall = CallOn<'none', keyof Needed>;

/** Asks engine and state at the same time; silence counts as no. */
export async function checkHealth({ engine, workspaces, clock, config, unrecorded }: Asked) {
  const enough = new AbortController();
  const patience = clock.sleep(PATIENCE_MS, enough.signal).then(() => undefined);
  const inTime = async <Value>(question: Promise<Value>): Promise<Value | undefined> =>
    Promise.race([question.catch(() => undefined), patience]);
  const [info, rows] = await Promise.all([
    inTime<EngineInfo>(engine.info(PATIENCE_MS)),
    inTime(workspaces.list({ limit: 1 })),
  ]);
  enough.abort();
  const healthy = info !== undefined && rows !== undefined && unrecorded === undefined;
  return {
    health: {
      status: healthy ? ('healthy' as const) : ('degraded' as const),
      docker_connected: info !== undefined,
      database_initialized: rows !== undefined,
      version: config.version,
      ...(unrecorded && { problem: [unrecorded.message, unrecorded.hint].join(' ') }),
    },
    info,
  };
}
