import { parseImageReference } from '@devbench/core';
import { expect, it } from 'vitest';
import { digestOf, pinnedImage } from './image-digest.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const of = (image: string, digests: readonly string[]) =>
  digestOf(parseImageReference(image), digests);

it('takes the digest of the repository that the image is named after, and no other', () => {
  const digests = ['127.0.0.1:5000/library/python@sha256:mirror', 'python@sha256:hub'];
  expect(of('docker.io/library/python:3', digests)).toBe('sha256:hub');
  expect(of('127.0.0.1:5000/library/python:3', digests)).toBe('sha256:mirror');
  expect(of('python:3', ['docker.io/library/python@sha256:podman'])).toBe('sha256:podman');
  expect(of('mine/python:3', digests)).toBeUndefined();
  expect(of('python:3', [])).toBeUndefined();
  expect(of('python:3', ['<none>@<none>'])).toBeUndefined();
});

it('believes a reference with a digest', () => {
  expect(of(`python@${DIGEST}`, ['python@sha256:other'])).toBe(DIGEST);
});

it('pins past the tag', () => {
  expect(pinnedImage('python:3.11', DIGEST)).toBe(`docker.io/library/python@${DIGEST}`);
  expect(pinnedImage('localhost:5000/x:1', DIGEST)).toBe(`localhost:5000/x@${DIGEST}`);
});
