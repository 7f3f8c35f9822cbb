import { expect, it } from 'vitest';
import { createPullProgress } from './pull-progress.ts';

const event = (status: string, id?: string, current?: number, total?: number) => ({
  ...{ status, id },
  progressDetail: { current, total },
});

it('sums up the layers, and never goes back', () => {
  const progressOf = createPullProgress();
  const said = [
    event('Pulling from library/x', '3.11'),
    event('Already exists', 'a'),
    event('Pulling fs layer', 'b'),
    event('Pulling fs layer', 'c'),
    event('Downloading', 'b', 10, 100),
    event('Downloading', 'c', 5, 50),
    event('Verifying Checksum', 'b'),
    event('Download complete', 'c'),
    event('Extracting', 'b', 3, 100),
    event('Pull complete', 'b'),
    event('Pull complete', 'c'),
    event('Digest: sha256:1'),
  ].map((one) => progressOf(one));

  const sums = said.map(({ current, total }) => [current, total]);
  expect(sums).toEqual([
    [undefined, undefined],
    [0, 0],
    [0, undefined],
    [0, undefined],
    [10, undefined],
    [15, 150],
    [105, 150],
    [150, 150],
    [150, 150],
    [150, 150],
    [150, 150],
    [150, 150],
  ]);
  expect(said.map(({ message }) => message)).toEqual([
    'Pulling from library/x',
    'Already exists: 1 of 1 layers done',
    'Pulling fs layer: 1 of 2 layers done',
    'Pulling fs layer: 1 of 3 layers done',
    'Downloading: 1 of 3 layers done',
    'Downloading: 1 of 3 layers done',
    'Verifying Checksum: 1 of 3 layers done',
    'Download complete: 1 of 3 layers done',
    'Extracting: 1 of 3 layers done',
    'Pull complete: 2 of 3 layers done',
    'Pull complete: 3 of 3 layers done',
    'Digest: sha256:1',
  ]);
});
