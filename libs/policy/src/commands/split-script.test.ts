import { expect, it } from 'vitest';

import { splitScript } from './split-script.ts';

it.each([
  ['ls -la /tmp', [['ls', '-la', '/tmp']]],
  ['a && b; c | d\ne & f || g', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
  [`r""m 'a b' "c;d"e`, [['rm', 'a b', 'c;de']]],
  ['ls 2>/dev/null >&2', [['ls']]],
  ['a <in >>out 2>err', [['a', 'in', 'out', 'err']]],
  ['echo привет', [['echo', 'привет']]],
  [' \n ', []],
])('%j is %j', (script, commands) => {
  expect(splitScript(script)).toEqual(commands);
});

it.each([
  'echo $(id)',
  'echo `id`',
  'echo ${HOME}',
  'echo "$HOME"',
  'cat <(id)',
  'cat <<EOF',
  'echo a\\ b',
  'ls *.py',
  'ls {a,b}',
  'ls ~',
  'A=b ls',
  'if ls; then rm x; fi',
  '! ls',
  '{ ls; }',
  '(ls)',
  'f() ls',
  'ls # rm',
  '>x rm y',
  'ls >',
  'ls > ; rm',
  "ls 'open",
  'ls\0rm',
  'alias ls=rm; ls',
])('%j cannot be told', (script) => {
  expect(splitScript(script)).toBeUndefined();
});
