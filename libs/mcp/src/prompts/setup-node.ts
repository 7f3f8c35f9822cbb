import { container, place, type Prompt } from './prompt.ts';

export const setupNode: Prompt<'container_id' | 'packages'> = {
  name: 'setup_node',
  description: 'Prepare a container for work on a Node.js project',
  arguments: [
    container,
    { name: 'packages', description: 'What npm installs, separated by spaces' },
  ],
  text: ({ container_id, packages }) =>
    [
      place(container_id, 'node:24-slim'),
      'If /workspace has no package.json, make one with npm init -y.',
      packages === undefined
        ? 'Install its dependencies: npm ci where there is a lock file, else npm install.'
        : `Install with npm: ${packages}.`,
      'Show the versions of Node.js and npm, and the scripts of package.json.',
    ].join('\n'),
};
