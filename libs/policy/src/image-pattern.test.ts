import { parseImageReference } from '@devbench/core';
import { expect, it } from 'vitest';

import { parseImagePattern } from './image-pattern.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const fits = (pattern: string, image: string) =>
  parseImagePattern(pattern)(parseImageReference(image));

it.each([
  ['python', ['python', 'python:3', `python@${DIGEST}`, 'docker.io/library/python:3']],
  ['python:3.*', ['python:3.11', 'python:3.11-slim']],
  ['python:latest', ['python']],
  ['*', ['python', 'debian:12']],
  ['constructor', ['constructor']],
  ['team/*', ['team/a', 'team/b:1']],
  ['ghcr.io/team/**', ['ghcr.io/team/a', 'ghcr.io/team/a/b:1']],
  ['*.corp.example:5000/*', ['eu.corp.example:5000/a']],
  ['localhost:5000/x:v?', ['localhost:5000/x:v1']],
  ['**/tools', ['tools', 'quay.io/a/tools:1']],
  [`python@${DIGEST}`, [`python@${DIGEST}`, `python:3@${DIGEST}`]],
  ['python@sha256:*', [`python@${DIGEST}`]],
])('%s fits', (pattern, images) => {
  expect(images.filter((image) => !fits(pattern, image))).toEqual([]);
});

it.each([
  ['python', ['python2', 'team/python', 'ghcr.io/library/python', 'localhost/python']],
  ['python:3.*', ['python', 'python:2.3.1', `python@${DIGEST}`, `python:3.1@${DIGEST}`]],
  ['*', ['team/a', 'ghcr.io/a']],
  ['team/*', ['team/a/b', 'docker.io/other/a', 'ghcr.io/team/a']],
  ['ghcr.io/team/**', ['ghcr.io/teams/a', 'ghcr.io.evil.com/team/a']],
  ['gh.r.io/x', ['ghcr.io/x']],
  [`python@${DIGEST}`, ['python', `python@sha256:${'b'.repeat(64)}`]],
])('%s does not fit', (pattern, images) => {
  expect(images.filter((image) => fits(pattern, image))).toEqual([]);
});
