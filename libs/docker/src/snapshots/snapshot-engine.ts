import { AppError, type CopyOptions, type SnapshotEngine, type Workspace } from '@devbench/core';
import { execUser } from '../engine/container-spec.ts';
import { type CreateParts, volumeExists } from '../engine/create.ts';
import { createGuestVolume, fillGuestVolume } from '../engine/guest-volume.ts';
import { labelsOf } from '../engine/labels.ts';
import { removeVolume } from '../engine/remove.ts';
import { endCopy } from './copies.ts';
import { createCopyContainer, type CopyPlan } from './copy-container.ts';
import { discardVolume } from './discard-volume.ts';
import { holdStill } from './hold-still.ts';
import { snapshotLabels } from './labels.ts';
import { runCopy } from './run-copy.ts';
import { thawAll } from './thaw.ts';

/** Beyond what a copy may take, for its preparation and its end. */
const SLACK_MS = 40_000;
/** Of a copy that nobody waits paused for. */
const UNHURRIED_MS = 60 * 60 * 1_000;

type Parts = Omit<CreateParts, 'channels'>;

export function createSnapshotEngine(parts: Parts): SnapshotEngine {
  const { connection, config } = parts;
  const limitMs = config.pauseLimitMs;

  const still = (source: Workspace, plan: Omit<CopyPlan, 'limitMs'>, labels: Labels) => {
    const copyStill = (container: string, options: CopyOptions) =>
      holdStill(connection, source, { ...options, limitMs }, (signal) =>
        runCopy(connection, container, { ...options, signal }),
      );
    return (options: CopyOptions) =>
      copy(parts, { ...plan, limitMs: limitMs + SLACK_MS }, labels, options, copyStill);
  };

  return {
    save: (source, snapshot, options) => {
      const { image, volume: from } = source;
      const plan = { image, from, to: snapshot.volume, user: execUser(source) };
      return still(source, plan, snapshotLabels(snapshot, config))(options);
    },
    clone: (source, workspace, options) => {
      const { image, volume: to } = workspace;
      const plan = { image, from: source.volume, to, user: execUser(workspace) };
      return still(source, plan, labelsOf(workspace, config))(options);
    },
    load: (source, workspace, options) => {
      const { image, volume: to } = workspace;
      const plan = { image, from: source.volume, to, user: execUser(workspace) };
      const labels = labelsOf(workspace, config);
      return copy(parts, { ...plan, limitMs: UNHURRIED_MS }, labels, options, (container, more) =>
        runCopy(connection, container, more),
      );
    },
    exists: (volume) => volumeExists(connection, volume),
    discard: (volume) => discardVolume(connection, volume),
    thaw: () => thawAll(connection, config),
  };
}

type Labels = Readonly<Record<string, string>>;

/** Makes the volume and the container that fills it; leaves neither of them when that fails, and never the container. */
async function copy(
  { connection, config, abilities, agents }: Parts,
  plan: CopyPlan,
  labels: Labels,
  options: CopyOptions,
  run: (container: string, options: CopyOptions) => ReturnType<typeof runCopy>,
) {
  const { docker, call } = connection;
  const { signal } = options;
  if (await volumeExists(connection, plan.to)) {
    throw new AppError('directory_not_empty', `There is a volume ${plan.to} already.`);
  }
  signal.throwIfAborted();
  const agent = await agents((await abilities()).arch);
  try {
    await call(() => docker.createVolume({ Name: plan.to, Labels: labels }));
    await createGuestVolume(connection, agent);
    const container = await createCopyContainer(connection, config, agent, plan);
    try {
      await fillGuestVolume(connection, agent, { container, image: plan.image });
      signal.throwIfAborted();
      return await run(container, options);
    } finally {
      await endCopy(connection, container);
    }
  } catch (error) {
    await removeVolume(connection, plan.to).catch(() => undefined);
    throw error;
  }
}
