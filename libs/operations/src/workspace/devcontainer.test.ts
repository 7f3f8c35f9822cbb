import { expect, it } from 'vitest';

import { applyDevcontainer } from './devcontainer.ts';

const apply = (devcontainer: string, more: object = {}) =>
  applyDevcontainer({ persistent: false, reuse: false, devcontainer, ...more });

it('takes image, environment, user and what to do at first', () => {
  const text = `{
    // As editors write it.
    "name": "App", "image": "python:3.12", "customizations": { "vscode": {} }, "features": {},
    "containerEnv": { "A": "1", "B": "1" }, "remoteEnv": { "B": "\${containerWorkspaceFolder}/b" },
    "remoteUser": "vscode",
    "postCreateCommand": "pip install -r requirements.txt",
  }`;

  expect(apply(text, { env: { A: 'mine' } })).toMatchObject({
    input: { image: 'python:3.12', env: { A: 'mine', B: '/workspace/b' }, profile: undefined },
    postCreate: 'pip install -r requirements.txt',
  });
  expect(apply(text, { image: 'other' }).input.image).toBe('other');
});

it.each([
  ['["npm", "ci", "it\'s"]', `'npm' 'ci' 'it'\\''s'`],
  ['{ "a": "x; y", "b": ["z"] }', `(x; y) && ('z')`],
])('runs %s as a script', (said, script) => {
  expect(apply(`{ "postCreateCommand": ${said} }`).postCreate).toBe(script);
});

it('gives root a workspace in which there is one', () => {
  expect(apply('{ "remoteUser": "root" }').input.profile).toBe('buildable');
  expect(apply('{ "containerUser": "root", "remoteUser": "node" }').input.profile).toBe(undefined);
});

it.each([
  ['{ "build": { "dockerfile": "Dockerfile" }, "runArgs": ["--privileged"] }', /build .* runArgs/],
  ['{ "features": { "ghcr.io/devcontainers/features/go:1": {} } }', /features/],
  ['{ "image": 1 }', /image/],
  ['{ "image": ', /\w+ at \d+/],
  ['[]', /expected object/],
])('refuses %s and says why', (text, why) => {
  expect(() => apply(text)).toThrow(why);
});

it('changes nothing without one', () => {
  const input = { persistent: true, reuse: false, image: 'a' };
  expect(applyDevcontainer(input)).toEqual({ input, postCreate: undefined });
});
