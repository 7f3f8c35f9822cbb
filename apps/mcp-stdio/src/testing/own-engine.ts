import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import Docker from 'dockerode';

import { processesWith } from './processes.ts';
import { IMAGE } from './workspace.ts';

/** Whether this machine lets a test have an engine of its own, to kill and start as it likes. */
export const canOwnEngine =
  process.getuid?.() === 0 && spawnSync('dockerd', ['--version']).status === 0;

/** It first waits for the containers that the one before left. */
const START_MS = 90_000;

export interface OwnEngine {
  readonly host: string;
  readonly docker: Docker;
  start(): Promise<void>;
  /** SIGKILL as a crash, SIGTERM as a restart of the service; resolves when it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  close(): Promise<void>;
}

/** An engine without network, with the image of the tests; `close` leaves nothing of it. */
export async function ownEngine(...options: readonly string[]): Promise<OwnEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'devbench-own-'));
  const socketPath = join(folder, 'd.sock');
  const docker = new Docker({ socketPath });
  let ended = Promise.resolve();
  let pid = 0;

  const args = [
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['--pidfile', join(folder, 'pid'), '-H', `unix://${socketPath}`],
    ...['--bridge', 'none', '--iptables=false', ...options],
  ];
  const launch = () => {
    rmSync(join(folder, 'pid'), { force: true });
    // Without a bridge it would remove that of the machine's engine, if it saw it.
    const daemon = spawn('unshare', ['--net', 'dockerd', ...args], {
      stdio: 'ignore',
      detached: true,
    });
    pid = daemon.pid ?? 0;
    ended = new Promise((resolve) => daemon.once('exit', () => resolve()));
    return daemon;
  };
  const start = async () => {
    let daemon = launch();
    const giveUpAt = performance.now() + START_MS;
    while (!(await docker.ping().then(Boolean, () => false))) {
      if (performance.now() > giveUpAt) throw new Error('The engine does not start.');
      await sleep(100);
      // As a service manager does: what was killed may be in the way for a moment.
      if (daemon.exitCode !== null) daemon = launch();
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    process.kill(pid, signal);
    await ended;
  };

  await start();
  const saved = await new Docker().getImage(IMAGE).get();
  await docker.loadImage(saved);
  return {
    host: `unix://${socketPath}`,
    docker,
    start,
    end,
    async close() {
      for (const { Id } of await docker.listContainers({ all: true }))
        await docker.getContainer(Id).remove({ force: true, v: true });
      await end('SIGTERM');
      // An engine that was killed leaves who looked after its containers.
      for (const line of processesWith(folder))
        spawnSync('kill', ['-KILL', line.split(' ')[0] ?? '']);
      for (const mount of mountsBelow(folder)) spawnSync('umount', [mount]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** With live-restore an engine leaves its mounts to the next one. */
const mountsBelow = (folder: string): readonly string[] =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    .reverse();
