import { expect, it } from 'vitest';
import { parseEndpoint } from './endpoint.ts';

const tcp = { kind: 'tcp', tls: false };

it.each([
  ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
  ['unix://', { kind: 'socket', path: '/var/run/docker.sock' }],
  ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
  ['tcp://10.0.0.1', { ...tcp, host: '10.0.0.1', port: 2375 }],
  ['tcp://h:80', { ...tcp, host: 'h', port: 80 }],
  ['h:1234', { ...tcp, host: 'h', port: 1234 }],
  ['ssh://h', { kind: 'ssh', user: undefined, host: 'h', port: undefined }],
  ['ssh://me@10.0.0.1:2222', { kind: 'ssh', user: 'me', host: '10.0.0.1', port: 2222 }],
  ['ssh://a%40b@[::1]/', { kind: 'ssh', user: 'a@b', host: '::1', port: undefined }],
  ['https://h:443', { kind: 'tcp', tls: true, host: 'h', port: 443 }],
])('reads %s', (host, endpoint) => {
  expect(parseEndpoint(host, false)).toEqual(endpoint);
});

it('takes the port of TLS with certificates', () => {
  expect(parseEndpoint('tcp://h', true)).toEqual({ kind: 'tcp', host: 'h', port: 2376, tls: true });
});

it.each([
  'ftp://h',
  'tcp://',
  'ssh://',
  'ssh://me:secret@h',
  'ssh://h/var/run/docker.sock',
  'ssh://-oProxyCommand=x',
])('refuses %s', (host) => {
  expect(() => parseEndpoint(host, false)).toThrow(
    expect.objectContaining({ code: 'settings_invalid' }),
  );
});
