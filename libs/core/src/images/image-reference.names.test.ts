import { expect, it } from 'vitest';

import { formatImageReference, parseImageReference, repositoryOf } from './image-reference.ts';

const ID = '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a';
const DIGEST = 'sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582';
const NO_ID = 'thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev';

/** The names of distribution/reference's normalize_test.go, by how they are written in full. */
const FULL: Readonly<Record<string, readonly string[]>> = {
  'docker.io/docker/docker': [
    'docker/docker',
    'docker.io/docker/docker',
    'index.docker.io/docker/docker',
  ],
  'docker.io/library/debian': [
    ...['debian', 'library/debian', 'docker.io/debian', 'docker.io/library/debian'],
    ...['index.docker.io/debian', 'index.docker.io/library/debian'],
  ],
  'localhost/library/debian': ['localhost/library/debian'],
  'localhost/debian': ['localhost/debian'],
  'LOCALDOMAIN/library/debian': ['LOCALDOMAIN/library/debian'],
  'LOCALDOMAIN/debian': ['LOCALDOMAIN/debian'],
  '127.0.0.1:5000/docker/docker': ['127.0.0.1:5000/docker/docker'],
  '127.0.0.1:5000/library/debian': ['127.0.0.1:5000/library/debian'],
  '127.0.0.1:5000/debian': ['127.0.0.1:5000/debian'],
  'docker.io/library/192.168.0.1': ['192.168.0.1', '192.168.0.1:80'],
  '192.168.0.1:8/debian': ['192.168.0.1:8/debian'],
  '192.168.0.2:25000/debian': ['192.168.0.2:25000/debian'],
  [`docker.io/library/${NO_ID}`]: [NO_ID],
  '[fc00::1]:5000/docker': ['[fc00::1]:5000/docker'],
  '[fc00::1]:5000/docker/docker': ['[fc00::1]:5000/docker/docker'],
  '[fc00:1:2:3:4:5:6:7]:5000/library/debian': ['[fc00:1:2:3:4:5:6:7]:5000/library/debian'],
  [`docker.io/library/${ID}`]: [`docker.io/${ID}`],
  'Docker/docker': ['Docker/docker'],
  'DOCKER/docker': ['DOCKER/docker'],
  'docker.io/docker-rules/docker': ['docker-rules/docker'],
  'docker.io/docker---rules/docker': ['docker---rules/docker'],
  'docker.io/d/docker': ['d/docker'],
  'docker.io/jess/t': ['jess/t'],
  'docker.io/dock__er/docker': ['dock__er/docker'],
  'localhost/fooo/bar': ['localhost/fooo/bar'],
  'docker.io/fooo/bar': ['fooo/bar', 'docker.io/fooo/bar', 'index.docker.io/fooo/bar'],
  'docker.io/library/ubuntu': ['ubuntu', 'docker.io/library/ubuntu', 'library/ubuntu'],
  'docker.io/nonlibrary/ubuntu': ['nonlibrary/ubuntu'],
  'docker.io/other/library': ['other/library'],
  '127.0.0.1:8000/private/moonbase': ['127.0.0.1:8000/private/moonbase'],
  '127.0.0.1:8000/privatebase': ['127.0.0.1:8000/privatebase'],
  'example.com/private/moonbase': ['example.com/private/moonbase'],
  'example.com:8000/privatebasee': ['example.com:8000/privatebasee'],
  'docker.io/library/ubuntu-12.04-base': [
    ...['ubuntu-12.04-base', 'index.docker.io/library/ubuntu-12.04-base'],
  ],
  'docker.io/library/foo/bar': ['library/foo/bar', 'docker.io/library/foo/bar'],
  'docker.io/store/foo/bar': ['store/foo/bar'],
  'Foo/bar': ['Foo/bar'],
  'FOO/bar': ['FOO/bar'],
  'test.com/foo': ['test.com/foo'],
  'docker.io/test_com/foo': ['test_com/foo'],
  'docker.io/docker/migrator': ['docker/migrator'],
  'test.com:8080/foo': ['test.com:8080/foo'],
  'test-com:8080/foo': ['test-com:8080/foo'],
  'docker.io/library/foo': ['foo', 'docker.io/foo', 'docker.io/library/foo'],
  'xn--n3h.com/foo': ['xn--n3h.com/foo'],
  'xn--n3h.com:18080/foo': ['xn--n3h.com:18080/foo'],
  'docker.io/library/dbcc1': ['dbcc1'],
};
const rows = Object.entries(FULL).flatMap(([full, texts]) =>
  texts.map((text) => [text, full] as const),
);

it.each(rows)('%s is %s', (text, full) => {
  expect(repositoryOf(parseImageReference(text))).toBe(full);
});

it.each([
  ...['https://github.com/docker/docker', 'docker/Docker', '-docker', '-docker/docker'],
  ...['-docker.io/docker/docker', 'docker///docker', 'docker.io/docker/Docker'],
  ...['docker.io/docker///docker', '[fc00::1]', '[fc00::1]:5000', 'fc00::1:5000/debian'],
  ...['[fe80::1%eth0]:5000/debian', '[2001:db8:3:4::192.0.2.33]:5000/debian', ID, 'docker-/docker'],
  ...['-docker-/docker', '____/____', '_docker/_docker', 'dock..er/docker', 'dock_.er/docker'],
  ...['dock-.er/docker', 'docker/', `${'this_is_too_long_'.repeat(16)}x/docker`, 'busybox:-foo'],
  ...['busybox@foo', '-foo', 'a b', 'a\nb', 'a:b\n', 'a\0', 'a:b:c', `a@${DIGEST}@${DIGEST}`],
])('refuses %j', (text) => {
  expect(() => parseImageReference(text)).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }),
  );
});

it.each([
  ['busybox', 'docker.io/library/busybox:latest'],
  ['busybox:latest', 'docker.io/library/busybox:latest'],
  [`busybox@${DIGEST}`, `docker.io/library/busybox@${DIGEST}`],
  ['library/busybox', 'docker.io/library/busybox:latest'],
  ['docker.io/busybox', 'docker.io/library/busybox:latest'],
  ['gcr.io/library/busybox', 'gcr.io/library/busybox:latest'],
  [`busybox:latest@${DIGEST}`, `docker.io/library/busybox:latest@${DIGEST}`],
])('%s is written as %s', (text, full) => {
  expect(formatImageReference(parseImageReference(text))).toBe(full);
  expect(formatImageReference(parseImageReference(full))).toBe(full);
});
