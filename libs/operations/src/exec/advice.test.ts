import { aWorkspace } from '@devbench/testing';
import { expect, it } from 'vitest';

import { adviceOn } from './advice.ts';

const ended = { status: 'exited', exit_code: 1, stdout: '', stderr: '' } as const;
const offline = aWorkspace({ network: 'none' });
const online = aWorkspace({ network: 'bridge' });

it.each([
  "fatal: unable to access 'https://x/': Could not resolve host: x",
  '[Errno -3] Temporary failure in name resolution',
  'npm error code EAI_AGAIN',
  'dial tcp: lookup x: no such host',
  "wget: bad address 'x'",
  'ping: connect: Network is unreachable',
])('names the network when %j', (stderr) => {
  expect(adviceOn({ ...ended, stderr }, {}, offline)).toEqual([
    expect.stringContaining('network bridge') as string,
  ]);
  expect(adviceOn({ ...ended, stderr }, {}, online)).toEqual([]);
  expect(adviceOn({ ...ended, stderr, exit_code: 0 }, {}, offline)).toEqual([]);
});

it('says which limit ended a command', () => {
  const killed = { ...ended, exit_code: 137, oom_killed: true };
  expect(adviceOn(killed, {}, offline)).toEqual([expect.stringContaining('memory_mb') as string]);
  const late = { ...ended, status: 'timeout' } as const;
  expect(adviceOn(late, {}, offline)).toEqual([expect.stringContaining('longer') as string]);
});

it.each(['python3 -m http.server & sleep 1', 'serve >log 2>&1 &', '(a; b) &'])(
  'knows that %j leaves something behind',
  (script) => {
    const done = { ...ended, exit_code: 0 };
    expect(adviceOn(done, { script }, offline)).toEqual([
      expect.stringContaining('exec_start') as string,
    ]);
    expect(adviceOn(done, { script, shell: 'main' }, offline)).toEqual([]);
  },
);

it.each([
  'a && b',
  'make 2>&1',
  'make &> log',
  "echo 'a & b'",
  'a & b & wait',
  'curl "x?a=1&b=2"',
  'echo $((6 & 3))',
  'cat <<END\nBlack & White\nEND\nls',
])('knows that %j does not', (script) => {
  expect(adviceOn({ ...ended, exit_code: 0 }, { script }, offline)).toEqual([]);
});

it('tells a line from a program', () => {
  const notFound = { ...ended, exit_code: 127 };
  expect(adviceOn(notFound, { cmd: ['ls -la'] }, offline)).toEqual([
    expect.stringContaining('script') as string,
  ]);
  expect(adviceOn(notFound, { cmd: ['ls'] }, offline)).toEqual([]);
});
