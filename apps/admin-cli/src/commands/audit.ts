import { setTimeout as sleep } from 'node:timers/promises';

import { AppError } from '@devbench/core';
import { verifyTrail } from '@devbench/kernel';
import type { Command } from 'commander';

import { loadHere } from '../load-here.ts';
import { type Server, withServer } from '../open-server.ts';
import { print, printJson } from '../print.ts';
import { addInputs, inputsOf } from './inputs.ts';
import { operationNamed } from './operation-command.ts';
import { toTime } from './to-time.ts';

const FILTERS = ['actor', 'action', 'subject', 'outcome', 'limit'] as const;
const ASK_AGAIN_MS = 500;

interface Options {
  readonly since?: string;
  readonly until?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

interface Page {
  readonly entries: readonly { readonly id: number }[];
}

/** The record of calls: what is in it, and whether it is whole. */
export function addAudit(program: Command): void {
  const operation = operationNamed('audit_query');
  const audit = program.command('audit').description(operation.summary);
  addInputs(audit, operation, FILTERS);
  audit
    .option('--since <time>', 'not before: 2026-01-31T08:00:00Z, or 90s, 5m, 2h, 7d ago', toTime)
    .option('--until <time>', 'before', toTime)
    .option('-f, --follow', 'show what comes, too')
    .option('--json', 'print JSON')
    .action((options: Options) =>
      withServer(audit, async (server) => {
        const { since, until } = options;
        const filter = {
          ...inputsOf(audit.opts(), FILTERS),
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
        };
        const show = (page: object) =>
          options.json ? printJson(page) : print(operation.render(page as never));
        const first = await server.call('audit_query', filter);
        show(first);
        if (options.follow) await follow(server, filter, first as unknown as Page, show);
      }),
    );

  audit
    .command('verify [file]')
    .description('Prove that no line of the file was changed or removed')
    .option('--json', 'print JSON')
    .action(async (said: string | undefined, _options: object, command: Command) => {
      const file = said ?? (await loadHere()).kernel.audit.file;
      if (file === undefined)
        throw new AppError('invalid_argument', 'There is no file to verify.', {
          hint: 'Name it, or set MCP_AUDIT_LOG_FILE.',
        });
      const report = await verifyTrail(file);
      if (command.optsWithGlobals<Options>().json) printJson(report);
      else {
        for (const { file: name, line, problem } of report.problems)
          print(`${name}:${line}: ${problem.replaceAll('_', ' ')}`);
        print(`${report.lines} lines in ${report.files} files`);
      }
      if (report.problems.length > 0)
        throw new AppError('etag_mismatch', 'The record is not as it was written.', {
          hint: 'Compare it with a copy; each line named above was changed, or misses what was before it.',
        });
    });
}

async function follow(
  { call, signal }: Server,
  filter: object,
  first: Page,
  show: (page: object) => void,
): Promise<void> {
  for (let after = first.entries[0]?.id ?? 0; ;) {
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const page = (await call('audit_query', { ...filter, after })) as unknown as Page;
    if (page.entries.length > 0) show(page);
    after = page.entries.at(-1)?.id ?? after;
  }
}
