import { container, type Prompt } from './prompt.ts';

export const runTests: Prompt<'container_id' | 'command'> = {
  name: 'run_tests',
  description: 'Run the tests of a project and explain what fails',
  arguments: [
    { ...container, description: 'Id or alias of the container', required: true },
    { name: 'command', description: 'How the tests are run; found out without it' },
  ],
  text: ({ container_id, command }) =>
    [
      `Work in /workspace of the container ${container_id ?? ''}.`,
      command === undefined
        ? 'Find out from its files how the tests of this project are run.'
        : `The tests are run with: ${command}`,
      'Run them with exec_start and read the output with exec_poll until it is complete.',
      'Say how many passed and failed. For each failure: the test, what was expected, and the line that is at fault. Change nothing.',
    ].join('\n'),
};
