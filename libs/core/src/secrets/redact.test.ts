import { expect, it } from 'vitest';

import { redact, redactList } from './redact.ts';

it.each([
  'postgres://me:hunter2@db/x',
  'https://:hunter2@host/',
  'curl -H "Authorization: Bearer hunter2hunter2"',
  'Authorization: Basic hunter2',
  'DB_PASSWORD=hunter2',
  "export API_KEY='hunter2'",
  '{"secret": "hunter2"}',
  '--token=hunter2',
  'https://host/?access_token=hunter2&x=1',
  'bearer hunter2hunter2',
])('hides the secret in %s', (text) => {
  expect(redact(text)).not.toContain('hunter2');
  expect(redact(text)).toContain('[hidden]');
});

it.each([
  `ghp_${'a'.repeat(36)}`,
  `sk-${'a'.repeat(40)}`,
  `hf_${'a'.repeat(16)}`,
  'AKIAIOSFODNN7EXAMPLE',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
  '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----',
])('hides %s', (text) => {
  expect(redact(text)).toBe('[hidden]');
  expect(redact(`echo ${text} end`)).toBe('echo [hidden] end');
});

it('hides the argument after the name of a secret', () => {
  expect(redactList(['login', '--password', 'hunter2', '-u', 'me'])).toEqual([
    'login',
    '--password',
    '[hidden]',
    '-u',
    'me',
  ]);
});

it.each([
  'python3 -m pytest tests/test_tokenizer.py',
  'git log --author=me',
  'https://host:8080/x',
])('leaves %s alone', (text) => {
  expect(redact(text)).toBe(text);
});
