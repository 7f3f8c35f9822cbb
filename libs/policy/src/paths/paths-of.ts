import { posix } from 'node:path';

/** What an argument may name as a path: itself, the value of an option, a file after `if=` or `@`. */
export function pathsOf(argument: string, cwd: string): readonly string[] {
  const value = argument.slice(argument.indexOf('=') + 1);
  const candidates = [
    argument,
    value,
    /^-\w(\/.*)$/.exec(argument)?.[1],
    /^@(.*)$/.exec(value)?.[1],
  ];
  return [...new Set(candidates)]
    .filter((text) => text !== undefined && text !== '' && !text.startsWith('-'))
    .map((text) => posix.resolve(cwd, text ?? ''));
}
