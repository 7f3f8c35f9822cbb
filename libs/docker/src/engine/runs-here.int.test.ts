import { afterAll, expect, it } from 'vitest';
import { dockerConfig } from '../config.ts';
import { createConnection } from './connection.ts';
import { runsHere } from './runs-here.ts';

const { DOCKER_HOST } = process.env;
const connection = createConnection(dockerConfig.parse({ host: DOCKER_HOST }));
afterAll(() => connection.close());

it('knows what the engine runs by trying it', async () => {
  const { Arch } = await connection.docker.version();
  const runs = (architecture: string) => runsHere(connection, 'devbench/static:test', architecture);

  await expect(runs(Arch)).resolves.toBe(true);
  await expect(runs('s390x')).resolves.toBe(false);
});
