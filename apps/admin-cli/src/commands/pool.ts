import type { Command } from 'commander';

import { withServer } from '../open-server.ts';
import { print, printJson } from '../print.ts';

interface Row {
  readonly container_id: string;
  readonly status: string;
  readonly image: string;
  readonly created_at: string;
}

/** What waits in the warm pool. */
export function addPool(program: Command): void {
  const command = program
    .command('pool')
    .description('The containers that wait in the warm pool')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      withServer(command, async ({ call }) => {
        const warm: Row[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const page = await call('list_all_containers', cursor === undefined ? {} : { cursor });
          warm.push(...(page.containers as Row[]).filter(({ status }) => status === 'warm'));
          cursor = page.next_cursor as string | null;
        }
        if (options.json) printJson({ containers: warm });
        else print(warm.map((row) => `${row.container_id} ${row.image}`).join('\n') || 'empty');
      }),
    );
}
