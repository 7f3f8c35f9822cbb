import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

import type { Check } from './check.ts';

const FILES = ['MCP_TLS_CERT', 'MCP_TLS_KEY', 'MCP_BEARER_TOKENS_FILE'] as const;

export const workingChecks: readonly Check[] = [
  {
    name: 'port is free',
    needs: ['settings of the HTTP server'],
    async find({ loadHttp }) {
      const { host, port } = await loadHttp();
      const server = createServer();
      try {
        server.listen(port, host);
        await once(server, 'listening');
        return undefined;
      } catch (error) {
        return `${host}:${port} cannot be listened on: ${(error as NodeJS.ErrnoException).code}.`;
      } finally {
        server.close();
      }
    },
    advice: 'If that is no DevBench server, set MCP_PORT to another port.',
    minor: true,
  },
  {
    name: 'files of the HTTP server',
    async find({ env }) {
      for (const name of FILES) {
        const file = env[name];
        if (!file) continue;
        const missing = await readFile(file).then(
          () => false,
          () => true,
        );
        if (missing) return `${name} names a file that cannot be read: ${file}.`;
      }
      return undefined;
    },
    advice: 'Correct the path, or make the file readable for the server.',
    minor: true,
  },
  {
    name: 'state and engine agree',
    needs: ['engine answers', 'state opens'],
    async find({ kernel, caller }) {
      const { operations } = await kernel();
      const { actions } = await operations.call('reconcile', caller, { dry_run: true });
      const { length } = actions as unknown[];
      return length > 0 ? `There are ${length} differences.` : undefined;
    },
    advice: 'Run devbench reconcile; a server that runs does it by itself.',
    minor: true,
  },
  {
    name: 'a workspace works',
    needs: ['engine answers', 'state opens', 'image is there'],
    async find({ kernel, caller }) {
      const { operations } = await kernel();
      const { container_id } = await operations.call('spawn', caller, { ttl_s: 300 });
      try {
        const run = { container_id, cmd: ['true'] };
        const { exit_code } = await operations.call('exec_run', caller, run);
        // 127: an image without the program `true` has an agent that works.
        return exit_code === 0 || exit_code === 127
          ? undefined
          : `The command true ended with ${String(exit_code)}.`;
      } finally {
        await operations.call('kill', caller, { container_id, force: true });
      }
    },
    advice: 'Look at docker events while it is tried again.',
  },
];
