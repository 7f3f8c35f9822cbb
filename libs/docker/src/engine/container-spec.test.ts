import { expect, it } from 'vitest';
import { dockerConfig } from '../config.ts';
import { aWorkspace } from '../testing/workspace.ts';
import { containerSpec } from './container-spec.ts';
import { enforcedLimits } from './enforced.ts';
import { LINK_PATH } from './link-folders.ts';

const config = dockerConfig.parse({});
const extras = { guestVolume: 'g', labels: {} };
const able = { MemoryLimit: true, SwapLimit: true, CpuCfsQuota: true, PidsLimit: true };

it('gives a hardened workspace nothing but its folder', () => {
  const spec = containerSpec(aWorkspace({ env: { A: 'b' } }), config, extras);
  expect(spec).toMatchObject({
    User: '1000:1000',
    Entrypoint: ['/.devbench/guest'],
    Env: expect.arrayContaining(['HOME=/home/devbench']) as unknown,
    OpenStdin: true,
    StdinOnce: false,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Memory: 256 * 2 ** 20,
      MemorySwap: 256 * 2 ** 20,
      NanoCpus: 1e9,
      PidsLimit: 128,
      NetworkMode: 'none',
      LogConfig: { Type: 'none' },
      Init: false,
    },
  });
  expect(spec.HostConfig).not.toHaveProperty('CapAdd');
});

it('mounts the folder of sockets only when there is one', () => {
  const link = { Type: 'bind', Source: '/data/link', Target: LINK_PATH, ReadOnly: true } as const;
  const mountsWith = (more: { link?: typeof link | undefined }) =>
    containerSpec(aWorkspace(), config, { ...extras, ...more }).HostConfig?.Mounts;

  const without = mountsWith({});
  expect(without?.map(({ Type }) => Type)).toEqual(['volume', 'volume']);
  expect(mountsWith({ link: undefined })).toEqual(without);
  expect(mountsWith({ link })).toEqual([...(without ?? []), link]);
});

it('starts from the digest when images are pinned', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const workspace = aWorkspace({ image: 'docker.io/library/python:3.11', digest });
  const imageOf = (pinDigest: boolean) =>
    containerSpec(workspace, { ...config, pinDigest }, extras).Image;

  expect(imageOf(false)).toBe('docker.io/library/python:3.11');
  expect(imageOf(true)).toBe(`docker.io/library/python@${digest}`);
});

it('lets root build in a buildable one, without new ways to the host', () => {
  const { User, HostConfig } = containerSpec(aWorkspace({ profile: 'buildable' }), config, extras);
  expect(User).toBe('0:0');
  expect(HostConfig).toMatchObject({ ReadonlyRootfs: false, CapDrop: ['ALL'] });
  expect(HostConfig?.CapAdd).not.toContain('SYS_ADMIN');
});

const seen = { memoryLimitBytes: undefined, pidsLimit: undefined };

it('reports only limits that the engine keeps', () => {
  const warnings = ['Your kernel does not support swap limit capabilities. Limitation discarded.'];
  expect(enforcedLimits(aWorkspace(), { ...able, PidsLimit: false }, warnings, seen)).toEqual({
    memory: true,
    swap: false,
    cpu: true,
    pids: false,
    network: true,
  });
});

it.each([
  [{ memoryLimitBytes: 256 * 2 ** 20, pidsLimit: 128 }, true],
  [{ memoryLimitBytes: 2 ** 40, pidsLimit: 4_000_000 }, false],
])('believes a workspace that sees %j more than the engine', (own, kept) => {
  const enforced = enforcedLimits(aWorkspace(), able, [], own);
  expect(enforced).toMatchObject({ memory: kept, pids: kept, cpu: true });
});
