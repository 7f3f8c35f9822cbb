import { expect, it } from 'vitest';

import { parseImageReference } from './image-reference.ts';

const f = (count: number) => 'f'.repeat(count);
const SHA = `sha256:${f(64)}`;
const LONG = 'a/'.repeat(127) + 'a';
type Row = readonly [
  text: string,
  domain: string,
  path: string,
  tag?: string | undefined,
  digest?: string,
];

/** The table of distribution/reference's reference_test.go, with the domain that Docker fills in. */
const VALID: readonly Row[] = [
  ['test_com', 'docker.io', 'library/test_com'],
  ['test.com:tag', 'docker.io', 'library/test.com', 'tag'],
  ['test.com:5000', 'docker.io', 'library/test.com', '5000'],
  ['test.com/repo:tag', 'test.com', 'repo', 'tag'],
  ['test:5000/repo', 'test:5000', 'repo'],
  ['test:5000/repo:tag', 'test:5000', 'repo', 'tag'],
  [`test:5000/repo@${SHA}`, 'test:5000', 'repo', undefined, SHA],
  [`test:5000/repo:tag@${SHA}`, 'test:5000', 'repo', 'tag', SHA],
  [`validname@sha512:${f(128)}`, 'docker.io', 'library/validname', undefined, `sha512:${f(128)}`],
  ['lowercase:Uppercase', 'docker.io', 'library/lowercase', 'Uppercase'],
  ['Uppercase/lowercase:tag', 'Uppercase', 'lowercase', 'tag'],
  [`${LONG}:tag-puts-this-over-max`, 'docker.io', LONG, 'tag-puts-this-over-max'],
  ['sub-dom1.foo.com/bar/baz/quux', 'sub-dom1.foo.com', 'bar/baz/quux'],
  [
    'sub-dom1.foo.com/bar/baz/quux:some-long-tag',
    'sub-dom1.foo.com',
    'bar/baz/quux',
    'some-long-tag',
  ],
  [
    'b.gcr.io/test.example.com/my-app:test.example.com',
    'b.gcr.io',
    'test.example.com/my-app',
    'test.example.com',
  ],
  ['xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com', 'myimage', 'xn--n3h.com'],
  [`xn--7o8h.com/myimage:xn--7o8h.com@${SHA}`, 'xn--7o8h.com', 'myimage', 'xn--7o8h.com', SHA],
  ['foo_bar.com:8080', 'docker.io', 'library/foo_bar.com', '8080'],
  ['foo/foo_bar.com:8080', 'docker.io', 'foo/foo_bar.com', '8080'],
  ['192.168.1.1', 'docker.io', 'library/192.168.1.1'],
  ['192.168.1.1:tag', 'docker.io', 'library/192.168.1.1', 'tag'],
  ['192.168.1.1:5000', 'docker.io', 'library/192.168.1.1', '5000'],
  ['192.168.1.1/repo', '192.168.1.1', 'repo'],
  ['192.168.1.1:5000/repo', '192.168.1.1:5000', 'repo'],
  ['192.168.1.1:5000/repo:5050', '192.168.1.1:5000', 'repo', '5050'],
  ['[2001:db8::1]/repo', '[2001:db8::1]', 'repo'],
  ['[2001:db8:1:2:3:4:5:6]/repo:tag', '[2001:db8:1:2:3:4:5:6]', 'repo', 'tag'],
  ['[2001:db8::1]:5000/repo', '[2001:db8::1]:5000', 'repo'],
  ['[2001:db8::1]:5000/repo:tag', '[2001:db8::1]:5000', 'repo', 'tag'],
  [`[2001:db8::1]:5000/repo@${SHA}`, '[2001:db8::1]:5000', 'repo', undefined, SHA],
  [`[2001:db8::1]:5000/repo:tag@${SHA}`, '[2001:db8::1]:5000', 'repo', 'tag', SHA],
  ['[2001:db8::]:5000/repo', '[2001:db8::]:5000', 'repo'],
  ['[::1]:5000/repo', '[::1]:5000', 'repo'],
  [`example.com/${'a'.repeat(255)}:tag`, 'example.com', 'a'.repeat(255), 'tag'],
];

it.each(VALID.map((row) => [row[0], row] as const))('%s', (text, [, domain, path, tag, digest]) => {
  expect(parseImageReference(text)).toEqual({ domain, path, tag, digest });
});

it.each([
  '',
  ':justtag',
  `@${SHA}`,
  `repo@sha256:${f(34)}`,
  `validname@invaliddigest:${f(64)}`,
  'Uppercase:tag',
  'test:5000/Uppercase/lowercase:tag',
  `domain/${'a'.repeat(256)}:tag`,
  'aa/asdf$$^/aa',
  '[2001:db8::1]',
  '[2001:db8::1]:5000',
  '[2001:db8::1]:tag',
  '[fe80::1%eth0]:5000/repo',
  '[fe80::1%@invalidzone]:5000/repo',
])('refuses %j', (text) => {
  expect(() => parseImageReference(text)).toThrow(/is no image reference/);
});

/** Of regexp_test.go, with a name behind the host. */
it.each([
  ...['test.com', 'test.com:10304', 'localhost', 'localhost:8080', 'a.b', 'ab.cd.com', 'a-b.com'],
  ...['ab.c-om', '0101.com', '001a.com', 'b.gbc.io:443', 'b.gbc.io', 'xn--n3h.com', 'Asdf.com'],
  ...['192.168.1.1:75050', '192.168.1.1:750050', '[fd00:1:2::3]:75050', '[fd00123123123]:75050'],
  ...['[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:75050', 'my.sub-domain:5000', 'LOCALDOMAIN'],
])('%s is a registry', (domain) => {
  expect(parseImageReference(`${domain}/x/y`)).toMatchObject({ domain, path: 'x/y' });
});

it.each([
  ...['test.com:http', '-ab.com', 'ab-.com', 'ab.-com', 'ab.com-', '[fd00:1:2::3]75050'],
  ...['[fd00:1:2::3]::75050', '[fd00:1:2::3%eth0]:75050', 'fd00:1:2::3:75050', 'a.b:', 'user@a.b'],
])('%s is no registry', (domain) => {
  expect(() => parseImageReference(`${domain}/x`)).toThrow(/is no image reference/);
});
