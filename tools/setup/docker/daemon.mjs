import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PATH } from '../machine.mjs';
import { SetupError } from '../report.mjs';
import { lastLines, run } from '../run.mjs';

const LOG = '/var/log/devbench-dockerd.log';
const DOCKERD_PID = '/var/run/docker.pid';
const CONTAINERD_PID = '/var/run/docker/containerd/containerd.pid';
const TRIES = 3;
const PATIENCE_MS = 60_000;
const env = { ...process.env, PATH };

/** dockerd takes defaults from DOCKER_…, which here are the client's; nor are our secrets its business. */
const daemonEnv = Object.fromEntries(
  Object.entries(env).filter(([name]) => /^(path|home|lang|tmpdir|(https?|no)_proxy)$/i.test(name)),
);

/**
 * Starts dockerd and returns once `answers` says so. While a live dockerd is there (starting, or
 * still stopping) it waits for that one, because a second would die on the first one's pid file.
 * @param {() => Promise<boolean>} answers
 */
export async function startDaemon(answers) {
  await prepareMachine();
  /** @type {() => boolean} */
  let ours = () => false;
  const deadline = Date.now() + PATIENCE_MS;
  for (let tries = 0; Date.now() < deadline; await sleep(100)) {
    if (await answers()) return;
    if (ours() || isAlive(DOCKERD_PID, 'dockerd')) continue;
    if (++tries > TRIES) break;
    ours = await launch();
  }
  const log = existsSync(LOG) ? lastLines(readFileSync(LOG, 'utf8'), 8) : '(no log)';
  throw new SetupError(
    `dockerd did not come up:\n${log}`,
    `Read ${LOG}, or set DOCKER_HOST to an engine that runs.`,
  );
}

/** @returns {Promise<() => boolean>} whether the started one is still alive */
async function launch() {
  if (existsSync('/run/systemd/system') && (await run('systemctl', ['start', 'docker'])).code === 0)
    return () => false;
  // dockerd refuses to start when the number in a dead one's pid file is by now any live process.
  rmSync(DOCKERD_PID, { force: true });
  if (!isAlive(CONTAINERD_PID, 'containerd')) rmSync(CONTAINERD_PID, { force: true });
  const log = openSync(LOG, 'a');
  const child = spawn('dockerd', [], {
    env: daemonEnv,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let alive = true;
  child.once('error', () => (alive = false));
  child.once('exit', () => (alive = false));
  child.unref();
  return () => alive;
}

/** What a machine without an init system may lack. */
async function prepareMachine() {
  if (!/ \/sys\/fs\/cgroup/.test(readFileSync('/proc/mounts', 'utf8'))) {
    await run('mount', ['-t', 'cgroup2', 'cgroup2', '/sys/fs/cgroup']);
  }
  const works = async (/** @type {string} */ iptables) =>
    (await run(iptables, ['-w', '-t', 'nat', '-S'], { env }).catch(() => ({ code: 1 }))).code === 0;
  if ((await works('iptables')) || !(await works('iptables-legacy'))) return;
  for (const name of ['iptables', 'ip6tables']) {
    await run('update-alternatives', ['--set', name, `/usr/sbin/${name}-legacy`], { env });
  }
}

/** Whether the pid file names a live process of that program, not a recycled number. */
export function isAlive(/** @type {string} */ pidFile, /** @type {string} */ program) {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program;
  } catch {
    return false;
  }
}
