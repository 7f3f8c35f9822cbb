import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { trailFiles } from '../file/trail-files.ts';
import { createJudge, type Problem } from './judge.ts';

export interface TrailProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly problem: Problem;
}

export interface TrailReport {
  readonly files: number;
  readonly lines: number;
  readonly problems: readonly TrailProblem[];
}

/**
 * Reads the whole trail and finds each line that was changed, and each place where lines are missing. What was
 * cut off at the very end only shows when a later server has started a chain there.
 */
export async function verifyTrail(file: string): Promise<TrailReport> {
  const files = await trailFiles(file);
  const judge = createJudge();
  const problems: TrailProblem[] = [];
  let torn: { text: string; at: Omit<TrailProblem, 'problem'> }[] = [];
  let lines = 0;

  for (const each of files) {
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(each) })) {
      line += 1;
      if (text === '') continue;
      lines += 1;
      // A server whose disk was full writes the line again that it could only begin.
      torn = torn.filter((begun) => !text.startsWith(begun.text));
      const problem = judge(text, { isOldest: each === files[0] });
      const at = { file: each, line };
      if (problem === 'changed') torn.push({ text, at });
      else if (problem) problems.push({ ...at, problem });
    }
  }
  const changed = torn.map(({ at }) => ({ ...at, problem: 'changed' as const }));
  return { files: files.length, lines, problems: [...changed, ...problems] };
}
