import type { BenchCase, Side } from '../harness/case.ts';
import type { Ours } from '../ours/call.ts';
import { overHttp } from '../ours/over-http.ts';
import { killWorkspace, spawnAny } from '../ours/workspace.ts';
import { residentMiB } from '../proc/memory.ts';
import { quantile } from '../stats/quantile.ts';

interface Size {
  readonly clients: number;
  readonly seconds: number;
}

type Kind = 'spawn' | 'exec' | 'files' | 'kill';
type Times = Record<Kind, number[]>;

const TENANTS = Array.from({ length: 10 }, (_, index) => `tenant-${index}`);
const POOL = { MCP_WARM_POOL_ENABLED: 'true', MCP_WARM_POOL_SIZE: '10' };
/** Between a spawn and a kill. */
const TURNS = 10;
const CONTENT = 'x'.repeat(4096);

/** What an assistant does, over and over; the last turn is finished. */
async function work({ call }: Ours, image: string, until: number, times: Times): Promise<void> {
  const timed = async <T>(kind: Kind, act: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    const result = await act();
    times[kind].push(performance.now() - begin);
    return result;
  };
  do {
    const { id } = await timed('spawn', () => spawnAny(call, image));
    const file = { container_id: id, path: 'file' };
    for (let turn = 0; turn < TURNS; turn += 1) {
      await timed('exec', () => call('exec_run', { container_id: id, cmd: ['echo', 'hi'] }));
      await timed('files', () => call('fs_write', { ...file, content: CONTENT }));
      await timed('files', () => call('fs_read', file));
    }
    await timed('kill', () => killWorkspace(call, id));
  } while (performance.now() < until);
}

const ours = ({ clients, seconds }: Size): Side => ({
  name: 'ours over HTTP',
  perRound: 1,
  async open(stage) {
    const { image } = stage;
    const settings = { ...POOL, MCP_WARM_POOL_IMAGE: image };
    const server = stage.keep(await overHttp(stage, TENANTS, settings));
    const all: Ours[] = [];
    for (let index = 0; index < clients; index += 1) {
      all.push(stage.keep(await server.connect(TENANTS[index % TENANTS.length] ?? '')));
    }
    const times: Times = { spawn: [], exec: [], files: [], kill: [] };
    let mostMiB = 0;
    return {
      // One error of anybody fails it.
      async sample() {
        const look = setInterval(() => {
          void residentMiB(server.pid).then((mib = 0) => (mostMiB = Math.max(mostMiB, mib)));
        }, 500);
        const until = performance.now() + seconds * 1000;
        await Promise.all(all.map((client) => work(client, image, until, times))).finally(() =>
          clearInterval(look),
        );
        return times.exec;
      },
      async notes() {
        const p95s = Object.entries(times).map(
          ([kind, taken]) => `${kind} ${quantile(taken, 0.95).toFixed(0)} ms (${taken.length})`,
        );
        return [`p95: ${p95s.join(', ')}`, `server: ${mostMiB.toFixed(0)} MiB at most`];
      },
    };
  },
});

/** Each client has a session; ten tenants share them. */
export const crowd = (size: Size, rounds: BenchCase['rounds']): BenchCase => ({
  name: `crowd-${size.clients}`,
  title: `\`echo\` of one of ${size.clients} clients that spawn, run, write, read and kill for ${size.seconds} s`,
  unit: 'ms',
  rounds,
  cold: true,
  timeoutMs: 900_000,
  ours: ours(size),
  references: [],
  limits: [],
});
