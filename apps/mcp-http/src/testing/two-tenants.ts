import { afterAll, beforeAll } from 'vitest';

import { engineTap } from './engine-tap.ts';
import { tempFolder } from './folder.ts';
import { startServer, type TestServer } from './server.ts';
import { connect, IMAGE, type Session } from './session.ts';

export const TOKENS = { alice: 'alices-token', bob: 'bobs-token', root: 'roots-token' };
export const BOX = {
  ...{ image: IMAGE, alias: 'box', persistent: true },
  ...{ session_id: 'alices-session', idempotency_key: 'k' },
};

/** A server on which alice has one of everything, and bob nothing. */
export function twoTenants() {
  const folder = tempFolder();
  let tap: Awaited<ReturnType<typeof engineTap>>;
  let server: TestServer;
  let alice: Session;
  let bob: Session;
  let of: Readonly<Record<'box' | 'dockerId' | 'exec' | 'snapshot', string>>;

  beforeAll(async () => {
    tap = await engineTap(folder.path);
    server = await startServer(folder.path, {
      MCP_AUTH_MODE: 'bearer',
      MCP_BEARER_TOKENS: `alice=${TOKENS.alice},bob=${TOKENS.bob},root:admin=${TOKENS.root}`,
      MCP_TOOLSETS: 'workspace,more,sandbox,docker,admin',
      DOCKER_HOST: tap.host,
    });
    alice = await connect(server.url, TOKENS.alice);
    bob = await connect(server.url, TOKENS.bob);
    const { container_id } = await alice.data<{ container_id: string }>('spawn', BOX);
    const [, dockerId = ''] = /containers\/([0-9a-f]{64})\/start/.exec(tap.take()) ?? [];
    await alice.data('fs_write', { container_id, path: 'secret', content: "alice's" });
    const command = { container_id, script: 'echo alice; sleep 1000', tty: true };
    const { exec_id } = await alice.data<{ exec_id: string }>('exec_start', command);
    const copy = { container_id, name: 'alices-copy' };
    const { snapshot_id } = await alice.data<{ snapshot_id: string }>('snapshot_create', copy);
    of = { box: container_id, dockerId, exec: exec_id, snapshot: snapshot_id };
  });
  afterAll(async () => {
    await alice.call('kill', { container_id: of.box, force: true, keep_workspace: false });
    await alice.call('snapshot_delete', { snapshot_id: of.snapshot });
    await bob.client.close();
    await alice.client.close();
    await server[Symbol.asyncDispose]();
    await tap.cut();
    folder.remove();
  });

  return {
    tap: () => tap,
    server: () => server,
    alice: () => alice,
    bob: () => bob,
    /** What alice has. */
    of: () => of,
    /** Everything by which something of hers may be known. */
    secrets: () => [of.box, of.dockerId.slice(0, 12), of.exec, of.snapshot, 'alice'],
    /** A container of bob's, for a while. */
    async ofBob(input: object = { image: IMAGE }) {
      const { container_id } = await bob.data<{ container_id: string }>('spawn', input);
      return {
        container_id,
        async [Symbol.asyncDispose]() {
          await bob.call('kill', { container_id, force: true, keep_workspace: false });
        },
      };
    },
  };
}
