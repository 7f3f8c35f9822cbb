import { describe, expect, it } from 'vitest';

import { type Asked, judging } from '../testing/judging.ts';

const refusal = (rule?: string) =>
  expect.objectContaining({ code: 'policy_denied', ...(rule && { data: { rule } }) }) as Error;

describe('an allow list', () => {
  const judge = judging({
    mode: 'allowlist',
    rules: [
      '^ls',
      'cat',
      'git status',
      'git log$',
      'timeout',
      'env',
      'xargs',
      'find',
      '/workspace/run',
      'python3 -m pytest',
    ],
  });

  it.each<[Asked, string]>([
    ['ls -la', '^ls'],
    ['/bin/ls', '^ls'],
    ['git status --short', 'git status'],
    ['git log', 'git log$'],
    ['timeout -k 1 5 ls', '^ls'],
    ['env -i A=b ls', '^ls'],
    ['env', 'env'],
    ['find . -name x -exec cat {} ;', 'cat'],
    ['./run anything', '/workspace/run'],
    ['python3 -m pytest -k x', 'python3 -m pytest'],
    ['sh:ls -la | xargs -0 cat 2>/dev/null', 'cat'],
    [['sh', '-ec', 'ls\ncat a'], 'cat'],
    ['sh:ls "привет"', '^ls'],
    ['sh:git log > out', 'git log$'],
  ])('lets %j pass by %j', (asked, rule) => {
    expect(judge(asked)).toBe(rule);
  });

  it.each<Asked>([
    'lsof',
    'lsblk',
    '/workspace/ls',
    './ls',
    '/usr/bin/../../workspace/ls',
    'git push',
    'git -c alias.status=!id status',
    'git log --all',
    'sh:lsof',
    'sh:ls; id',
    'sh:ls\nid',
    'sh:ls & id',
    'sh:ls $(id)',
    'sh:cat <(id)',
    'sh:l""sof',
    ['sh', '-lc', 'ls $(id)'],
    ['bash', '-o', 'xtrace', '-c', 'ls'],
    ['sh', '-s'],
    ['sh'],
    ['/workspace/sh', '-c', 'ls'],
    'env sh -c id',
    ['env', '-S', 'sh -c id'],
    'env PATH=/workspace ls',
    'timeout 5 sh -c $(id)',
    'timeout --weird 5 ls',
    'timeout 5 id',
    'xargs id',
    'xargs --arg-file=x sh',
    'find . -exec id ;',
    'find . -exec cat {} + -exec id {} +',
    'find . -exec cat {} ; -ok id ;',
    ['find', '.', '-execdir', 'sh', '-c', 'id $0', '{}', '+'],
    'busybox id',
    'python3 -c print(1)',
    'python3',
    'nohup ls',
  ])('refuses %j', (asked) => {
    expect(() => judge(asked)).toThrow(refusal());
  });

  it('refuses variables that change what a program is', () => {
    expect(() => judge('ls', { env: ['LD_PRELOAD'] })).toThrow(refusal('environment'));
    expect(judge('ls', { env: ['PATHS', 'LANG'] })).toBe('^ls');
  });

  it('refuses a shell that stays, unless shells are let', () => {
    expect(() => judge('ls', { inShell: true })).toThrow(refusal('interpreters'));
    const open = judging({ mode: 'allowlist', rules: ['sh'] });
    expect(open('sh:anything $(goes)', { inShell: true })).toBe('sh');
  });
});

describe('a deny list', () => {
  const judge = judging({
    mode: 'denylist',
    rules: ['rm -rf', 'git push --force', 'curl', '!python3 -m pytest'],
  });

  it.each<Asked>([
    'rm -rf /',
    'rm -fr x',
    'rm -r -f x',
    'rm x -rf',
    'rm -vRf x',
    'rm --recursive --force x',
    'rm --rec -f x',
    '/workspace/rm -rf x',
    'git -C sub push origin --force',
    'curl',
    './curl x',
    'sh:r""m -rf x',
    'sh:ls; rm -r x -f',
    'busybox rm -rf x',
    'sudo -u root rm -rf x',
    'nice -n 5 timeout 3 rm -rf x',
    'nice -5 rm -rf x',
    'xargs rm -rf',
    'find . -exec rm -rf {} +',
    'sh:eval rm -rf x',
    'sh:command rm -rf x',
    '/usr/bin/env -i rm -rf x',
    'env -u A -C /tmp B=c -- rm -rf x',
    'env env env rm -rf x',
    'busybox env rm -rf x',
    ['busybox', 'ash', '-c', 'rm -rf x'],
    'sh:command -p rm -rf x',
    'sh:exec -a ls rm -rf x',
    'sh:exec -cl rm -rf x',
    '../../bin/rm -rf x',
    '/usr/bin/../bin//rm -rf x',
    'xargs -I{} rm -rf {}',
    'xargs --max-args=1 rm -rf',
    'flock -n lock rm -rf x',
    ['sh', '-c', 'ls\nrm -rf x'],
    'git push -f',
    'sh:echo x | xargs rm -rf',
  ])('refuses %j by its rule', (asked) => {
    const error = expect.objectContaining({
      code: 'policy_denied',
      data: { rule: expect.stringMatching(/rm -rf|git push|curl/) as string },
    }) as Error;
    expect(() => judge(asked)).toThrow(error);
  });

  it.each<Asked>([
    'sh:rm $x',
    ['python3', '-c', 'import shutil'],
    'python3.12 x.py',
    'perl -e unlink',
    ['awk', 'BEGIN { system("id") }'],
    'sudo -s',
    ['su', '-c', 'id'],
    'ssh host id',
    ['sh'],
    ['env', '-S', 'rm -rf x'],
    ['env', '-vS', 'rm -rf x'],
    ['env', '--split-string=rm -rf x'],
    ['flock', 'lock', '-c', 'rm -rf x'],
    'timeout 5 -x rm',
    'xargs --replace=R rm -rf R',
    'nsenter -t 1 -m rm -rf x',
    'gosu app rm -rf x',
    'tini -- rm -rf x',
    'fakeroot rm -rf x',
    'systemd-run rm -rf x',
    ['sg', 'app', 'rm -rf x'],
    'pwsh -c x',
    ['tar', '--to-command=rm -rf x', '-xf', 'a'],
    ['tar', '-xI', 'rm -rf x', '-f', 'a'],
    ['git', '-c', 'alias.x=!rm -rf x', 'x'],
    ['git', '-c', 'core.pager=rm -rf x', 'log'],
    ['sed', '1e rm -rf x', 'a'],
    'sh:hash -p /bin/rm ls',
    ['sh', '-c', 'ls\rrm -rf x'],
    'sh:\\rm -rf x',
  ])('refuses %j, which hides what it runs', (asked) => {
    expect(() => judge(asked)).toThrow(refusal('interpreters'));
  });

  it.each<Asked>([
    'rm -r x',
    'rm -- -rf',
    'rm x',
    'rmdir -rf',
    'git push',
    'git commit -m push --force',
    'curlew',
    ['git', 'commit', '-m', 'rm -rf'],
    ['echo', 'rm -rf'],
    'sh:ls 2>/dev/null',
    'sh:echo привет',
    'python3 -m pytest',
    'make',
    'rm -- -rf',
    'which rm',
    'apt-get install libcurl4',
    'tar -xzf a.tar.gz',
    'tar --exclude=I -cf a .',
    'git -c user.name=me -c color.ui=never log',
    'git -c core.quotepath=false status',
    'git fetch -f',
    ['git', 'log', '--format=%H editor'],
    ['sed', '-e', 's/a/b/e1', 'a'],
    ['sed', '-n', '1p', 'a'],
    'flock lock make',
    'env',
    'env A=b make',
    'busybox ls',
    // What looks like a program, or an option, is none to the system either.
    ['\uFF52\uFF4D', '-rf', 'x'],
    ['rm\u200B', '-rf', 'x'],
    ['rm', '\u2011rf', 'x'],
    ['sh', '-c', 'rm\n-rf x'],
  ])('lets %j pass', (asked) => {
    expect(() => judge(asked)).not.toThrow();
  });
});

it.each<[string, Asked]>([
  ['nested finds', Array.from({ length: 4000 }, (_, n) => (n % 2 ? '-exec' : 'find'))],
  ['nested evals', `sh:${'eval '.repeat(1600)}`],
  ['many commands', `sh:${'ls;'.repeat(2700)}`],
  ['a long word', `sh:ls ${'a'.repeat(8000)}`],
  ['a long script', `sh:ls ${'a'.repeat(120_000)}`],
  ['a long argument', ['rm', 'a'.repeat(120_000)]],
  ['an open quote', `sh:ls '${"''".repeat(4000)}`],
])('judges %s in time', (_, asked) => {
  const began = process.cpuUsage();
  const judge = judging({ mode: 'denylist', rules: ['rm *a*b*c'], deniedPaths: ['*.pem'] });
  try {
    judge(asked);
  } catch (error) {
    expect(error).toMatchObject({ code: 'policy_denied' });
  }
  expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
});

it.each<Asked>(['sh:rm -rf / $(id)', 'python3 -c x', 'env -S x', ['sh']])(
  'lets %j pass without a policy',
  (asked) => {
    expect(judging({})(asked, { env: ['PATH'], inShell: true })).toBeUndefined();
  },
);
