import { expect, it } from 'vitest';

import { splitScript } from './split-script.ts';

it.each([
  ['ls -la /tmp', [['ls', '-la', '/tmp']]],
  ['a && b; c | d\ne & f || g', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
  [`r""m 'a b' "c;d"e`, [['rm', 'a b', 'c;de']]],
  ['echo привет', [['echo', 'привет']]],
  [' \n ', []],
])('%j is %j', (script, commands) => {
  expect(splitScript(script)).toEqual(commands.map((words) => ({ words, files: [] })));
});

it('tells files of redirections from arguments', () => {
  expect(splitScript('a <in b >>"o ut" 2>err >&2; c')).toEqual([
    { words: ['a', 'b'], files: ['in', 'o ut', 'err'] },
    { words: ['c'], files: [] },
  ]);
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
