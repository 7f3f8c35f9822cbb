import { expect, it } from 'vitest';

import { getPrompt, listPrompts } from './prompts.ts';

const textOf = (name: string, given: Record<string, string> = {}) => {
  const [message] = getPrompt({ name, arguments: given }).messages;
  return message?.content.type === 'text' ? message.content.text : undefined;
};

it('lists what there is, with what each takes', () => {
  expect(listPrompts().map(({ name }) => name)).toEqual([
    'setup_python',
    'setup_node',
    'run_tests',
  ]);
  for (const { description, arguments: all = [] } of listPrompts()) {
    expect(description).not.toBe('');
    expect(all.map(({ name }) => name)).toContain('container_id');
  }
});

it('puts what is given into the task', () => {
  expect(textOf('setup_python')).toMatch(/Spawn a container .*requirements\.txt/s);
  expect(textOf('setup_python', { container_id: 'box', packages: 'numpy' })).toMatch(
    /container box.*pip: numpy/s,
  );
  expect(textOf('setup_node', { packages: 'left-pad' })).toContain('npm: left-pad');
  expect(textOf('run_tests', { container_id: 'box', command: 'make test' })).toMatch(
    /container box.*make test/s,
  );
});

it.each([
  ['setup_ruby', {}, 'setup_python'],
  ['run_tests', {}, 'container_id'],
])('refuses %s with %j', (name, given, named) => {
  expect(() => getPrompt({ name, arguments: given })).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }) as Error,
  );
  try {
    getPrompt({ name, arguments: given });
  } catch (error) {
    const { message, hint } = error as { message: string; hint: string };
    expect(`${message} ${hint}`).toContain(named);
  }
});
