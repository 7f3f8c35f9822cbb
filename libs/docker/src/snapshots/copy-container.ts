import { randomBytes } from 'node:crypto';
import type { DockerConfig } from '../config.ts';
import type { Connection } from '../engine/connection.ts';
import { GUEST_FILE, GUEST_PATH } from '../engine/container-spec.ts';
import { createContainer } from '../engine/create-container.ts';
import type { GuestAgent } from '../engine/guest-agent.ts';
import { COPY, INSTANCE, UNTIL } from './labels.ts';

const FROM = '/.devbench-from';
const TO = '/.devbench-to';
/** To read what others own and to give it to them again; nothing else. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID'];
const MEMORY = 256 * 1024 * 1024;

export interface CopyPlan {
  /** Any image that the engine has: nothing of it runs. */
  readonly image: string;
  readonly from: string;
  readonly to: string;
  /** Whom the top folder of the copy belongs to. */
  readonly user: number;
  /** After this time the copy belongs to nobody. */
  readonly limitMs: number;
}

/** A container that copies one volume to another one as soon as it is started. Answers its id. */
export async function createCopyContainer(
  connection: Connection,
  { instance }: Pick<DockerConfig, 'instance'>,
  agent: GuestAgent,
  { image, from, to, user, limitMs }: CopyPlan,
): Promise<string> {
  const { id } = await createContainer(connection, {
    name: `devbench-copy-${randomBytes(6).toString('hex')}`,
    Image: image,
    User: '0:0',
    Entrypoint: [`${GUEST_PATH}/${GUEST_FILE}`, 'copy', FROM, TO, String(user)],
    Cmd: [],
    WorkingDir: '/',
    Healthcheck: { Test: ['NONE'] },
    AttachStdout: true,
    Labels: {
      [COPY]: 'true',
      [INSTANCE]: instance,
      [UNTIL]: String(Math.ceil((Date.now() + limitMs) / 1_000)),
    },
    HostConfig: {
      CapDrop: ['ALL'],
      CapAdd: CAPABILITIES,
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      NetworkMode: 'none',
      Memory: MEMORY,
      PidsLimit: 16,
      LogConfig: { Type: 'none', Config: {} },
      Mounts: [
        { Type: 'volume', Source: from, Target: FROM, ReadOnly: true },
        { Type: 'volume', Source: to, Target: TO, VolumeOptions: NO_COPY },
        { Type: 'volume', Source: agent.volume, Target: GUEST_PATH, ReadOnly: true },
      ],
    },
  });
  return id;
}

/** What the image has at that path stays there. */
const NO_COPY = { NoCopy: true, Labels: {}, DriverConfig: { Name: 'local', Options: {} } };
