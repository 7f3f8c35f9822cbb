import { expect, it } from 'vitest';
import type { Connection } from './connection.ts';
import { translateEngineError } from './errors.ts';
import { createWorkspaceVolume } from './workspace-volume.ts';

/** An engine whose storage has quotas, or not: which one a test machine has cannot be chosen. */
function engine(refusal?: string) {
  const asked: unknown[] = [];
  const docker = {
    async createVolume({ DriverOpts: Options }: { DriverOpts: Record<string, string> }) {
      asked.push(Options);
      if (Options.size !== undefined && refusal !== undefined) {
        throw Object.assign(new Error(refusal), { statusCode: 500, json: { message: refusal } });
      }
      return { Name: 'v', Options: Object.keys(Options).length > 0 ? Options : null };
    },
  };
  const call = (request: () => Promise<unknown>) =>
    request().catch((thrown: unknown) => {
      throw translateEngineError(thrown);
    });
  return { connection: { docker, call } as unknown as Connection, asked };
}

const volume = { name: 'v', labels: {}, diskMb: 64 };

it('has the storage keep the limit where it can', async () => {
  const { connection, asked } = engine();
  expect(await createWorkspaceVolume(connection, volume)).toEqual({ limited: true });
  expect(asked).toEqual([{ size: '64m' }]);
});

it('does without where it cannot, and says so', async () => {
  const { connection, asked } = engine('quota size requested but no quota support');
  expect(await createWorkspaceVolume(connection, volume)).toEqual({ limited: false });
  expect(asked).toEqual([{ size: '64m' }, {}]);
});

it('asks for none when none is set, and hides no other failure', async () => {
  const { connection, asked } = engine('the disk is on fire');
  const open = { ...volume, diskMb: 0 };
  expect(await createWorkspaceVolume(connection, open)).toEqual({ limited: false });
  expect(asked).toEqual([{}]);
  await expect(createWorkspaceVolume(connection, volume)).rejects.toThrow('on fire');
});
