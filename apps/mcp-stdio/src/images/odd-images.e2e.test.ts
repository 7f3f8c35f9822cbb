import { randomUUID } from 'node:crypto';

import Docker from 'dockerode';
import { expect, it } from 'vitest';

import { leftoversOf } from '../testing/leftovers.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { IMAGE, spawnWorkspace } from '../testing/workspace.ts';
import { buildImage } from './build-image.ts';

const NAME = 'devbench/odd:test';
const ROOTS = 'files of root in /workspace';
const ODD: readonly (readonly [what: string, dockerfile: string])[] = [
  ['an entrypoint that ends', 'ENTRYPOINT ["/bin/false"]\nCMD ["whatever"]'],
  ['another user and folder', 'USER 4242:4242\nWORKDIR /elsewhere'],
  ['neither its entrypoint nor its user', 'ENTRYPOINT ["/not/there"]\nUSER nobody-here'],
  ['volumes of its own', 'VOLUME /workspace /tmp /home/devbench /data'],
  [
    'a health check and orders for a build',
    'ONBUILD RUN false\nHEALTHCHECK --interval=1s CMD /bin/false\nSTOPSIGNAL SIGUSR1\nEXPOSE 80',
  ],
  ['an odd environment', 'ENV PATH= LD_PRELOAD=/none.so HOME=/root EMPTY= ODD="a=b \\"ü\\" $$"'],
  ['our labels', 'LABEL com.mcp.scratch=true com.mcp.owner=root com.mcp.container_id=c_1'],
  [
    ROOTS,
    'RUN mkdir -p /workspace/sub/sub && cd /workspace && echo 1 > sub/file && ln -s sub/file kept',
  ],
];

const server = sharedSession({ MCP_ALLOWED_REGISTRIES: 'docker.io' });
const docker = new Docker();

it.each(ODD)('makes a workspace of an image with %s', async (what, dockerfile) => {
  await using _image = await buildImage(NAME, `FROM ${IMAGE}\n${dockerfile}\n`);
  let mounts: readonly string[];
  let id: string;
  {
    await using box = await spawnWorkspace(server(), { image: NAME });
    ({ id } = box);
    const script =
      'id -u; pwd; ls -A; for d in $(find . -type d); do echo y > $d/file || exit; done';
    const cmd = ['/bin/sh', '-c', `PATH=/bin; ${script}`];

    const run = await server().data('exec_run', { container_id: box.id, cmd });

    const brought = what === ROOTS ? 'kept\nsub\n' : '';
    const stdout = `1000\n/workspace\n${brought}`;
    expect(run).toMatchObject({ exit_code: 0, stdout, stderr: '' });
    const container = docker.getContainer((await leftoversOf(id))[0] ?? '');
    const { Config, State, Mounts } = await container.inspect();
    expect(Config.Healthcheck).toMatchObject({ Test: ['NONE'] });
    expect(State.Health).toBeUndefined();
    const labels = { 'com.mcp.scratch': 'false', 'com.mcp.container_id': id };
    expect(Config.Labels).toMatchObject(labels);
    mounts = Mounts.flatMap(({ Name = '' }) => (Name.includes('guest') ? [] : [Name]));
  }
  expect(await leftoversOf(id)).toEqual([]);
  const { Volumes } = await docker.listVolumes();
  expect(Volumes.filter(({ Name }) => mounts.includes(Name))).toEqual([]);
});

it.each(['RUN echo > /workspace', 'RUN ln -s /etc /workspace'])(
  'refuses %s',
  async (dockerfile) => {
    await using _image = await buildImage(NAME, `FROM ${IMAGE}\n${dockerfile}\n`);
    const alias = `odd-${randomUUID()}`;

    const { error, text } = await server().call('spawn', { image: NAME, alias });

    expect(error).toMatchObject({ code: 'invalid_argument' });
    expect(text).toContain('in the place of the folder /workspace');
    const filters = { label: [`com.mcp.alias=${alias}`] };
    expect(await docker.listContainers({ all: true, filters })).toEqual([]);
    expect((await docker.listVolumes({ filters })).Volumes).toEqual([]);
  },
);
