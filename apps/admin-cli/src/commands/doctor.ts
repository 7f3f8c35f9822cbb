import { AppError } from '@devbench/core';
import type { Command } from 'commander';

import { checks } from '../doctor/checks.ts';
import { examine, type Finding } from '../doctor/examine.ts';
import { openPatient } from '../doctor/open-patient.ts';
import { ENV_FILE } from '../load-here.ts';
import { print, printJson } from '../print.ts';

const MARK: Record<Finding['state'], string> = {
  fine: 'ok  ',
  problem: 'BAD ',
  minor: 'hint',
  skipped: '-   ',
};

/** Says what is wrong here and how to mend it. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Find what is wrong with settings, state, engine and image, and how to mend it')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const patient = await openPatient(process.env, ENV_FILE);
      const findings: Finding[] = [];
      try {
        for await (const finding of examine(checks, patient)) {
          findings.push(finding);
          if (!options.json) print(line(finding));
        }
      } finally {
        await patient.close();
      }
      if (options.json) printJson({ findings });
      const count = findings.filter(({ state }) => state === 'problem').length;
      if (count > 0)
        throw new AppError('state_unavailable', `${count} of ${findings.length} checks failed.`, {
          hint: 'Mend the first one and run devbench doctor again.',
        });
    });
}

const line = ({ check, state, found, advice }: Finding) =>
  [
    `${MARK[state]} ${check}`,
    ...(found === null ? [] : [`     ${found}`]),
    ...adviceLine(advice),
  ].join('\n');

const adviceLine = (advice: string | null) => (advice === null ? [] : [`     → ${advice}`]);
