import { expect, it } from 'vitest';

import { formatImageReference, parseImageReference } from './image-reference.ts';

const f64 = 'f'.repeat(64);
const id = '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a';

// The vectors that the distribution project publishes for its grammar.
it.each([
  ['debian', 'docker.io', 'library/debian'],
  ['docker/docker', 'docker.io', 'docker/docker'],
  ['library/debian', 'docker.io', 'library/debian'],
  ['docker.io/debian', 'docker.io', 'library/debian'],
  ['docker.io/library/foo/bar', 'docker.io', 'library/foo/bar'],
  ['index.docker.io/debian', 'docker.io', 'library/debian'],
  ['index.docker.io/docker/docker', 'docker.io', 'docker/docker'],
  ['127.0.0.1:5000/debian', '127.0.0.1:5000', 'debian'],
  ['192.168.0.1', 'docker.io', 'library/192.168.0.1'],
  ['192.168.0.1:8/debian', '192.168.0.1:8', 'debian'],
  ['localhost/x', 'localhost', 'x'],
  ['localhost:5000/x', 'localhost:5000', 'x'],
  ['test_com/foo', 'docker.io', 'test_com/foo'],
  ['test-com:8080/foo', 'test-com:8080', 'foo'],
  ['xn--n3h.com:18080/foo', 'xn--n3h.com:18080', 'foo'],
  ['[fc00::1]:5000/docker', '[fc00::1]:5000', 'docker'],
  ['[2001:db8::1]/repo', '[2001:db8::1]', 'repo'],
  ['Docker/docker', 'Docker', 'docker'],
  ['FOO/bar', 'FOO', 'bar'],
  [`docker.io/${id}`, 'docker.io', `library/${id}`],
  ['docker---rules/docker', 'docker.io', 'docker---rules/docker'],
  ['dock__er/docker', 'docker.io', 'dock__er/docker'],
  ['d/docker', 'docker.io', 'd/docker'],
])('%s is in %s, %s', (text, domain, path) => {
  expect(parseImageReference(text)).toEqual({ domain, path, tag: undefined, digest: undefined });
});

it.each([
  ['test.com:5000', 'test.com', '5000', undefined],
  ['lowercase:Uppercase', 'lowercase', 'Uppercase', undefined],
  ['foo_bar.com:8080', 'foo_bar.com', '8080', undefined],
  ['192.168.1.1:5000/repo:5050', 'repo', '5050', undefined],
  [`test:5000/repo:tag@sha256:${f64}`, 'repo', 'tag', `sha256:${f64}`],
  [`xn--7o8h.com/myimage@sha512:${f64}${f64}`, 'myimage', undefined, `sha512:${f64}${f64}`],
])('%s has tag and digest', (text, name, tag, digest) => {
  const parsed = parseImageReference(text);

  expect(parsed).toMatchObject({ tag, digest });
  expect(parsed.path.replace('library/', '')).toBe(name);
});

it.each([
  '',
  ':justtag',
  `@sha256:${f64}`,
  'repo@sha256:ffffffffffffffffffffffffffffffffff',
  `validname@invaliddigest:${f64}`,
  'Uppercase:tag',
  'test:5000/Uppercase/lowercase:tag',
  `${'a/'.repeat(128)}a:tag`,
  'aa/asdf$$^/aa',
  '[2001:db8::1]',
  '[2001:db8::1]:5000',
  '[fe80::1%eth0]:5000/repo',
  '[2001:db8:3:4::192.0.2.33]:5000/debian',
  'fc00::1:5000/debian',
  'https://github.com/docker/docker',
  'docker/Docker',
  '-docker',
  '-docker.io/docker/docker',
  'docker///docker',
  'docker-/docker',
  '____/____',
  'dock..er/docker',
  'dock_.er/docker',
  'dock-.er/docker',
  'docker/',
  'busybox:-foo',
  id,
])('%j is refused', (text) => {
  expect(() => parseImageReference(text)).toThrow(/is no image reference/);
});

it.each([
  ['redis', 'docker.io/library/redis:latest'],
  ['redis:7', 'docker.io/library/redis:7'],
  [`busybox:latest@sha256:${f64}`, `docker.io/library/busybox:latest@sha256:${f64}`],
  [`busybox@sha256:${f64}`, `docker.io/library/busybox@sha256:${f64}`],
])('%s is written as %s', (text, full) => {
  expect(formatImageReference(parseImageReference(text))).toBe(full);
});
