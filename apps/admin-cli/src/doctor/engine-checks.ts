import { access, constants, stat, statfs } from 'node:fs/promises';

import type { Check } from './check.ts';

/** Docker 20.10. */
const LEAST_API = 1.41;
const MOST_SKEW_MS = 5_000;
const LEAST_BYTES = 1024 * 1024 * 1024;
const ARCHITECTURES = ['amd64', 'x86_64', 'arm64', 'aarch64'];

const socketOf = (host: string) => /^unix:\/\/(\/.*)$/.exec(host)?.[1];

export const engineChecks: readonly Check[] = [
  {
    name: 'engine has a socket',
    needs: ['settings'],
    async find({ config }) {
      const socket = socketOf(config.kernel.docker.host);
      if (socket === undefined) return undefined;
      const found = await stat(socket).catch(() => undefined);
      if (!found) return `There is no ${socket}.`;
      return found.isSocket() ? undefined : `${socket} is no socket.`;
    },
    advice:
      'Start Docker, or name its address with MCP_DOCKER_HOST, DOCKER_HOST or docker context.',
  },
  {
    name: 'you may use the socket',
    needs: ['engine has a socket'],
    async find({ config }) {
      const socket = socketOf(config.kernel.docker.host);
      if (socket === undefined) return undefined;
      return access(socket, constants.R_OK | constants.W_OK).then(
        () => undefined,
        () => `${socket} is not for you.`,
      );
    },
    advice: 'Add yourself to the group docker and sign on anew: sudo usermod -aG docker $USER',
  },
  {
    name: 'engine answers',
    needs: ['you may use the socket'],
    async find({ facts }) {
      await facts();
      return undefined;
    },
    advice: 'Start Docker.',
  },
  {
    name: 'engine is new enough',
    needs: ['engine answers'],
    async find({ facts }) {
      const { apiVersion, version } = await facts();
      return Number(apiVersion) < LEAST_API
        ? `Docker ${version} speaks only API ${apiVersion}.`
        : undefined;
    },
    advice: 'Update to Docker 20.10 or newer.',
  },
  {
    name: 'engine has a known processor',
    needs: ['engine answers'],
    async find({ facts }) {
      const { architecture } = await facts();
      return ARCHITECTURES.includes(architecture)
        ? undefined
        : `There is no guest agent for ${architecture}.`;
    },
    advice: 'Use an engine on x86_64 or arm64.',
  },
  {
    name: 'limits hold',
    needs: ['engine answers'],
    async find({ facts }) {
      const { missingLimits } = await facts();
      return missingLimits.length > 0
        ? `The engine cannot limit ${missingLimits.join(', ')}.`
        : undefined;
    },
    advice:
      'Boot its kernel with cgroup v2 (or cgroup_enable=memory swapaccount=1), and give rootless Docker its cgroups.',
    minor: true,
  },
  {
    name: 'clocks agree',
    needs: ['engine answers'],
    async find({ facts, now }) {
      const skewMs = (await facts()).time.getTime() - now().getTime();
      return Math.abs(skewMs) > MOST_SKEW_MS
        ? `The clock of the engine is ${Math.round(skewMs / 1000)} s away from ours.`
        : undefined;
    },
    advice: 'Set the clocks by NTP: expiry and tokens go by them.',
    minor: true,
  },
  {
    name: 'disk of the engine has room',
    needs: ['engine answers'],
    async find({ facts }) {
      // Of an engine on another machine nothing is known.
      const disk = await statfs((await facts()).folder).catch(() => undefined);
      const free = disk ? disk.bavail * disk.bsize : LEAST_BYTES;
      return free < LEAST_BYTES
        ? `Only ${Math.floor(free / 1024 / 1024)} MiB are free.`
        : undefined;
    },
    advice: 'Remove what nobody needs: devbench gc, docker image prune.',
  },
  {
    name: 'image is there',
    needs: ['engine answers', 'state opens'],
    async find({ config, kernel }) {
      const { defaultImage } = config.kernel.policy;
      if (await (await kernel()).engine.hasImage(defaultImage)) return undefined;
      return `The engine has no ${defaultImage}; the first spawn waits until it is pulled.`;
    },
    advice: 'Run devbench images pull, or set MCP_DEFAULT_IMAGE_ALIAS to one that is there.',
    minor: true,
  },
];
