import { AppError } from '@devbench/core';

const MOST = 64;

/**
 * The patterns that `{a,b}` stands for, nested ones included.
 * @throws AppError `invalid_argument` when a brace lacks its pair, or for more than 64 patterns
 */
export function expandBraces(pattern: string): string[] {
  const open = pattern.indexOf('{');
  if (open < 0) {
    if (pattern.includes('}')) throw unpaired(pattern);
    return [pattern];
  }
  const { choices, close } = choicesFrom(pattern, open);
  const before = pattern.slice(0, open);
  const after = pattern.slice(close + 1);
  const expanded = choices.flatMap((choice) => expandBraces(`${before}${choice}${after}`));
  if (expanded.length > MOST) {
    throw new AppError('invalid_argument', `The pattern stands for more than ${MOST} patterns.`);
  }
  return expanded;
}

function choicesFrom(pattern: string, open: number): { choices: string[]; close: number } {
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let index = open; index < pattern.length; index += 1) {
    const character = pattern[index];
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    const ends = depth === 0;
    if (ends || (depth === 1 && character === ',')) {
      choices.push(pattern.slice(from, index));
      from = index + 1;
    }
    if (ends) return { choices, close: index };
  }
  throw unpaired(pattern);
}

const unpaired = (pattern: string) =>
  new AppError('invalid_argument', `The pattern ${pattern} has a brace without its pair.`);
