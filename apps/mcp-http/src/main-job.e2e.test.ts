import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { startServer } from './testing/server.ts';
import { connect, IMAGE } from './testing/session.ts';

it('does the main job for a client without any set-up', async () => {
  using folder = tempFolder();
  await using server = await startServer(folder.path);
  await using session = await connect(server.url);
  const { container_id } = await session.data<{ container_id: string }>('spawn', { image: IMAGE });
  const arrived: string[] = [];

  const ran = await session.data(
    'exec_run',
    { container_id, script: 'echo one; until [ -e go ]; do sleep 0.05; done; echo two; exit 3' },
    {
      onprogress({ message = '' }) {
        arrived.push(message);
        void session.call('fs_write', { container_id, path: 'go', content: '' });
      },
    },
  );
  await session.data('kill', { container_id, force: true });

  expect(ran).toMatchObject({ stdout: 'one\ntwo\n', exit_code: 3 });
  expect(arrived.join('')).toContain('one');
  expect(server.stdout()).toBe('');
});
