import { expect, it } from 'vitest';
import { digestOf, parseImageName } from './image-name.ts';

it.each([
  ['python', 'docker.io', 'python', 'latest'],
  ['python:3.11-slim', 'docker.io', 'python', '3.11-slim'],
  ['me/it:1', 'docker.io', 'me/it', '1'],
  ['localhost:5000/x', 'localhost:5000', 'localhost:5000/x', 'latest'],
  ['ghcr.io/a/b:2', 'ghcr.io', 'ghcr.io/a/b', '2'],
  ['x:1@sha256:abc', 'docker.io', 'x', 'sha256:abc'],
])('reads %s', (image, registry, repository, tag) => {
  expect(parseImageName(image)).toEqual({ registry, repository, tag });
});

it('takes the digest of the registry that the image is named after', () => {
  const digests = ['127.0.0.1:5000/library/python@sha256:mirror', 'python@sha256:hub'];
  expect(digestOf('docker.io/library/python:3', digests)).toBe('sha256:hub');
  expect(digestOf('python:3', [])).toBeUndefined();
});
