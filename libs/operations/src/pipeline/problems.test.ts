import { expect, it } from 'vitest';

import { operations } from '../registry.ts';
import { problemsOf } from './problems.ts';

function problems(name: string, input: Record<string, unknown>): readonly string[] {
  const operation = operations.find((each) => each.name === name);
  const error = operation?.input.safeParse(input).error;
  return operation && error ? problemsOf(operation, error, input) : [];
}

const container_id = 'c_1';
const ID = { container_id };

it.each([
  ['exec_run', { ...ID, cmd: 'ls' }, /^cmd: a list: .*\["sh", "-c"/],
  ['exec_run', { ...ID, cmd: [] }, /^cmd: a list: /],
  ['exec_run', { ...ID, cmd: ['ls', 5] }, /^cmd\.1: expected string, received number$/],
  ['exec_run', { ...ID, wait_ms: 700_000 }, /^wait_ms: at most 600000$/],
  ['exec_run', { ...ID, timeout_s: 0 }, /^timeout_s: at least 1$/],
  ['exec_run', { ...ID, timeout_s: 1.5 }, /^timeout_s: expected whole number/],
  ['exec_run', { ...ID, env: ['A=b'] }, /^env: expected object, received array$/],
  ['docker_exec', { id: 'x', cmd: ['ls'], env: { A: 'b' } }, /^env: a list of NAME=value$/],
  ['docker_exec', { id: 'x' }, /^cmd: missing, a list/],
  ['spawn', { network: 'host' }, /^network: expected one of "none"\|"bridge"$/],
  ['fs_link', { ...ID, path: 'a' }, /^method: missing, expected one of /],
  ['fs_edit', { ...ID, path: 'a', edits: [{ new_text: 'b', old_text: '' }] }, /at least 1 char/],
])('%s says what is wrong with %j', (name, input, said) => {
  expect(problems(name, input)).toEqual([expect.stringMatching(said) as string]);
});

it.each([
  ['fs_search', { ...ID, query: 'x' }, 'query: unknown argument; did you mean pattern?'],
  ['fs_read', { ...ID, file_path: 'x' }, 'file_path: unknown argument; did you mean path?'],
  ['fs_write', { ...ID, path: 'a', text: 'x' }, 'text: unknown argument; did you mean content?'],
  ['execute_code', { ...ID, code: 'x' }, 'code: unknown argument; did you mean command?'],
  ['exec_run', { id: 'c_1', script: 'x' }, 'id: unknown argument; did you mean container_id?'],
])('%s takes the one name too many for the one too few: %j', (name, input, said) => {
  expect(problems(name, input)).toContain(said);
});
