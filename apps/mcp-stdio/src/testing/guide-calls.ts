import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

export interface GuideCall {
  readonly tool: string;
  readonly input: Record<string, unknown>;
  /** What the guide shows of the reply, or the code of the error. */
  readonly reply: object | string;
}

/**
 * The calls that the guides show, in blocks marked `call`: tool and arguments in the first line, then what
 * comes back, or `error` and its code.
 */
export function callsByGuide(): readonly (readonly [guide: string, calls: readonly GuideCall[]])[] {
  return globSync('docs/guides/*.md', { cwd: ROOT })
    .map((page) => [page, callsIn(readFileSync(join(ROOT, page), 'utf8'))] as const)
    .filter(([, calls]) => calls.length > 0);
}

const callsIn = (text: string): readonly GuideCall[] =>
  [...text.matchAll(/^```call\n(\S+) (.*)\n(?:error (\S+)|(.*))\n```$/gm)].map(
    ([, tool = '', input = '', code, reply = '']) => ({
      tool,
      input: JSON.parse(input) as Record<string, unknown>,
      reply: code ?? (JSON.parse(reply) as object),
    }),
  );
