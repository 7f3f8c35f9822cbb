import type { Command } from 'commander';

import { type Server, withServer } from '../open-server.ts';
import { harmless, printJson } from '../print.ts';

interface Page {
  readonly messages: readonly { stream?: string; data_base64?: string }[];
  readonly next_seq: number;
  readonly complete: boolean;
}

interface Options {
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly raw?: boolean;
}

const WAIT_MS = 10_000;

/** The output of a command, from its beginning. */
export function addLogs(program: Command): void {
  const command = program
    .command('logs <exec_id>')
    .description('The output of a command that runs or has run')
    .option('-f, --follow', 'go on until it ends')
    .option('--raw', 'exact bytes, also those that a terminal would obey')
    .option('--json', 'print JSON, one page on a line')
    .action((id: string, options: Options) =>
      withServer(command, async (server) => {
        for await (const page of pages(server, id, options.follow ?? false)) {
          if (options.json) printJson(page);
          else show(page, options.raw ?? false);
        }
      }),
    );
}

async function* pages({ call, signal }: Server, exec_id: string, follow: boolean) {
  for (let after_seq = 0; !signal.aborted;) {
    const wait_ms = follow ? WAIT_MS : 0;
    const request = { exec_id, after_seq, wait_ms, encoding: 'base64' };
    const page = (await call('exec_poll', request)) as unknown as Page;
    yield page;
    if (page.complete || (!follow && page.next_seq === after_seq)) return;
    after_seq = page.next_seq;
  }
}

function show({ messages }: Page, raw: boolean): void {
  for (const { stream, data_base64 = '' } of messages) {
    const data = Buffer.from(data_base64, 'base64');
    const to = stream === 'stderr' ? process.stderr : process.stdout;
    to.write(raw || !to.isTTY ? data : harmless(data.toString()));
  }
}
