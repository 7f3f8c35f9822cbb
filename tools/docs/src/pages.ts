import { format } from 'prettier';

import { audit } from './audit.ts';
import { economy } from './economy.ts';
import { errors } from './errors.ts';
import { metrics } from './metrics.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const NOTE = '<!-- Generated from the code by `npm run docs`. -->';

/** The generated pages by file name below docs/reference, formatted as the repository is. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const made = {
    'settings.md': settings(),
    'tools.md': tools(),
    'errors.md': errors(),
    'economy.md': economy(),
    'metrics.md': await metrics(),
    'audit.md': audit(),
  };
  const entries = Object.entries(made).map(
    async ([name, text]) =>
      [name, await format(`${NOTE}\n\n${text}\n`, { parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(entries));
}
