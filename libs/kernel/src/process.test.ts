import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

/** Runs `program`, which has all of process.ts, in a process of its own. */
function run(program: string) {
  const from = JSON.stringify(join(import.meta.dirname, 'process.ts'));
  const source = `import * as own from ${from};\n${program}`;
  const child = spawn(process.execPath, [
    '--conditions=@devbench/source',
    '--input-type=module',
    '--eval',
    source,
  ]);
  return {
    child,
    stdout: text(child.stdout),
    stderr: text(child.stderr),
    end: once(child, 'exit'),
  };
}

it('goes on after a first signal and ends at once at a second', async () => {
  const { child, end } = run(`
    setInterval(() => {}, 1000);
    const signal = own.untilSignal();
    console.log('ready');
    console.log(await signal);
  `);

  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(String((await once(child.stdout, 'data'))[0])).toBe('SIGTERM\n');
  child.kill('SIGINT');
  await end;

  expect(child.exitCode).toBe(130);
});

it('keeps stdout for the protocol', async () => {
  const { stdout, stderr, end } = run(`
    const protocol = own.claimStdout();
    console.log('chatter');
    process.stdout.write('more chatter');
    protocol.write('message');
  `);
  await end;

  expect(await stdout).toBe('message');
  expect(await stderr).toBe('chatter\nmore chatter');
});

it('explains an error to a person and ends with the code of its kind', async () => {
  const { child, stderr, end } = run(`
    import { AppError } from '@devbench/core';
    own.exitWith('program', new AppError('settings_invalid', 'Two are wrong.', {
      data: { A: 'is unknown', B: 'must be a number' },
    }));
  `);
  await end;

  expect(child.exitCode).toBe(2);
  expect(await stderr).toBe(
    'program: Two are wrong.\n  A is unknown\n  B must be a number\n' +
      'Correct the named settings and start again.\n',
  );
});
