import { expect, it } from 'vitest';

import { MANAGERS, type Manager } from './manager.ts';
import { parsePackages } from './parse-packages.ts';
import { splitList } from './split-list.ts';

const GOOD: Record<Manager, readonly string[]> = {
  pip: [
    'numpy',
    'requests[socks,security]',
    'requests [socks] >= 2.8.1, == 2.8.*',
    'django>=4.2,<5',
    'zope.interface==5.0',
    'torch==2.1.0+cpu',
    'pkg~=1.4.2',
    'a',
    'pytz!=2020.1',
    'requests[ socks , security ]',
    'backports.zoneinfo>=0.2, <1',
    'Flask-Login',
    'x===1!2.0.dev3',
  ],
  npm: [
    'left-pad',
    '@types/node',
    '@types/node@20',
    'react@^18.2.0',
    'react@latest',
    'typescript@>=5.0.0 <6',
    'chalk@1 || 2',
    'foo@1.2.3 - 2.3.4',
    'lodash@4.x',
    'is-odd@~3.0.1',
    'next@15.0.0-canary.1',
    '@babel/core@^7.24.0',
    '@angular-devkit/build-angular@latest',
    'socket.io',
  ],
  apt: [
    'curl',
    'g++',
    'libstdc++6',
    'python3.11',
    'libc6:i386',
    'vim=2:9.0.1378-2',
    'git/bookworm',
  ],
  apk: ['curl', 'py3-pip', 'g++', 'nodejs>=18', 'bash=5.2.15-r5', 'musl~1.2', 'tool@edge'],
};

/** Each is near to one of the good ones, and means something else. */
const BAD: Record<Manager, readonly string[]> = {
  pip: [
    '--index-url=http://evil/',
    '-rreqs.txt',
    '-e .',
    'numpy; rm -rf /',
    'numpy && id',
    'numpy $(id)',
    'pkg @ https://evil/x.whl',
    'https://evil/x.whl',
    'git+https://evil/x',
    './local',
    '../x',
    '/etc/x',
    'requests[',
    'a,b',
    'numpy==',
    '',
    'x\ny',
    'a b',
    'nümpy',
    'nu\u200Bmpy',
    '\u0440ip',
    '\uFF52equests',
    '--index-url',
    '--extra-index-url=http://evil/',
    '-ihttp://evil/',
    '-r',
    '-r reqs.txt',
    '-c constraints.txt',
    '--find-links=/tmp',
    'numpy --index-url=http://evil/',
    'numpy -r reqs.txt',
    'numpy\n--index-url=http://evil/',
    'numpy\r\n-r x',
    'numpy\0',
    'git+ssh://git@evil/x.git',
    'git+ssh://git@evil/x.git#egg=numpy',
    'pkg@file:///etc/x',
    'pkg @ file:///etc/x',
    'pkg@git+https://evil/x',
    'pkg[extra] @ https://evil/x.whl',
    'file:///tmp/x.whl',
    'x.whl@/tmp/x',
    "numpy; python_version < '3'",
    "numpy ; sys_platform == 'linux'",
    'numpy==1 --hash=sha256:0',
    'numpy #egg',
    'numpy>=1 ; rm',
    'numpy>=$HOME',
    'C:\\\\x',
    '.',
    '..',
  ],
  npm: [
    '--registry=http://evil',
    '-g',
    'git+ssh://evil/x',
    'https://evil/x.tgz',
    'user/repo',
    'github:user/repo',
    'file:../x',
    'a@npm:b',
    'a@file:x',
    'a@https://x',
    './x',
    'x; id',
    '@scope',
    '@scope/',
    'a@',
    'a@--flag',
    '.hidden',
    'a@git+ssh://git@evil/x',
    'git+file:///tmp/x',
    'a@file:../x',
    '@scope/a@file:../x',
    '@scope/a@npm:b',
    '@scope/a/b',
    '@scope//a',
    '@../a',
    '@scope/../a',
    'a@github:u/r',
    'a@u/r',
    'gist:123',
    'bitbucket:u/r',
    'x.tgz/',
    '/tmp/x.tgz',
    '~/x',
    'a --registry=http://evil',
    'a@1 --registry=http://evil',
    'a@1 -g',
    'a@latest\n--registry=http://evil',
    '\u0430',
    'x\ny',
  ],
  apt: [
    '-o',
    '--force-yes',
    'curl-',
    './x.deb',
    '/tmp/x.deb',
    'curl;id',
    'task^',
    'a*',
    'Curl',
    'x',
    'a b',
  ],
  apk: [
    '--repository=http://evil',
    '-X',
    '!curl',
    '--allow-untrusted',
    '--root=/',
    'curl\n--allow-untrusted',
    '.virtual=1',
    './x.apk',
    'curl;id',
    'a b',
    '@edge',
    'a=',
    '.meta',
  ],
};

it.each(MANAGERS)('%s takes names with versions', (manager) => {
  expect(parsePackages(manager, GOOD[manager])).toEqual(GOOD[manager]);
});

it.each(MANAGERS.flatMap((manager) => BAD[manager].map((text) => [manager, text] as const)))(
  '%s refuses %j',
  (manager, text) => {
    expect(() => parsePackages(manager, ['good1', text])).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }) as Error,
    );
  },
);

it('answers in no time, whatever is asked', () => {
  for (const manager of MANAGERS) {
    const began = process.cpuUsage();
    expect(() =>
      parsePackages(manager, [`${'a-'.repeat(100)};`, `a@${'1 '.repeat(100)};`]),
    ).toThrow();
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  }
});

it.each([
  ['numpy, pandas', ['numpy', 'pandas']],
  ['requests[socks,security],flask', ['requests[socks,security]', 'flask']],
  ['django>=4,<5, numpy', ['django>=4,<5', 'numpy']],
  [' , a,, b ,', ['a', 'b']],
  ['', []],
])('reads %j as a list', (text, list) => {
  expect(splitList(text)).toEqual(list);
});
