import { atLeast } from '../check/limit.ts';
import { docker } from '../engine/docker-cli.ts';
import type { BenchCase, Side } from '../harness/case.ts';
import type { Stage } from '../harness/stage.ts';
import { overHttp, type OurHttpServer } from '../ours/over-http.ts';
import { openWorkspace } from '../ours/workspace.ts';
import { quantile } from '../stats/quantile.ts';
import { ourEcho } from './echo.ts';

const CALLS = 40;
const HUNG = 50;

/** The p95 of one tenant's calls, so that its median over the rounds is what sides are compared by. */
const calm = (
  name: string,
  disturb: (server: OurHttpServer, stage: Stage) => Promise<void>,
): Side => ({
  name,
  perRound: 1,
  async open(stage) {
    const server = stage.keep(await overHttp(stage, ['calm', 'hung']));
    const client = stage.keep(await server.connect('calm'));
    const { id, call } = await openWorkspace(stage, client);
    await disturb(server, stage);
    return {
      async sample() {
        const times: number[] = [];
        for (let done = 0; done < CALLS; done += 1) {
          const begin = performance.now();
          await ourEcho(call, id);
          times.push(performance.now() - begin);
        }
        return quantile(times, 0.95);
      },
    };
  },
});

/** Calls that get no answer, of all kinds: in a container that stands still, and for longer than the case takes. */
async function hang(server: OurHttpServer, stage: Stage): Promise<void> {
  const client = stage.keep(await server.connect('hung'));
  const { id, call, subject } = await openWorkspace(stage, client);
  const [container = ''] = subject.containers;
  let over = false;
  const again = async (name: string, input: Record<string, unknown>) => {
    while (!over) await call(name, { container_id: id, ...input }).catch(() => undefined);
  };
  for (let index = 0; index < HUNG; index += 1) void again('exec_run', { cmd: ['sleep', '600'] });
  await docker(['kill', '--signal', 'STOP', container]);
  stage.keep({
    async [Symbol.asyncDispose]() {
      over = true;
      await docker(['kill', '--signal', 'CONT', container]);
    },
  });
  for (let index = 0; index < HUNG; index += 1) void again('fs_list', { path: '/workspace' });
}

const nobody = () => Promise.resolve();

export const hungTenant: BenchCase = {
  name: 'hung-tenant',
  title: `p95 of \`echo\` while ${2 * HUNG} calls of another tenant hang, against a server of its own`,
  unit: 'ms',
  rounds: { full: 10, quick: 1 },
  ours: calm('beside a hung tenant', hang),
  references: [calm('alone', nobody)],
  limits: [atLeast('alone', 0.5)],
  reason:
    'Those that wait for calls that hang ask again as soon as they are refused: that is answered beside the calm ones.',
};
