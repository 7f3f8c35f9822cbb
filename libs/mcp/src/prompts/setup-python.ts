import { container, place, type Prompt } from './prompt.ts';

export const setupPython: Prompt<'container_id' | 'packages'> = {
  name: 'setup_python',
  description: 'Prepare a container for work on a Python project',
  arguments: [
    container,
    { name: 'packages', description: 'What pip installs, separated by spaces' },
  ],
  text: ({ container_id, packages }) =>
    [
      place(container_id, 'python:3.11-slim'),
      'Make a virtual environment in /workspace/.venv with python3 -m venv, and use it in a shell named "python".',
      packages === undefined
        ? 'Install what requirements.txt or pyproject.toml in /workspace ask for, if there are any.'
        : `Install with pip: ${packages}.`,
      'Show the versions of Python and of what was installed.',
    ].join('\n'),
};
