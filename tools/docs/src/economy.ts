import { createToolCatalog } from '@devbench/mcp';
import { operations, type Toolset } from '@devbench/operations';

import { code, table } from './table.ts';

/** A rule of thumb for JSON; each model counts in its own way. */
const BYTES_PER_TOKEN = 4;

const TOOLSETS: readonly Toolset[] = ['workspace', 'more', 'sandbox', 'docker', 'admin'];

/** How much of its attention a model gives to the list of tools. */
export function economy(): string {
  const sizes = [...TOOLSETS.map((toolset) => [toolset]), TOOLSETS].map((toolsets) => {
    const { tools } = createToolCatalog(operations, toolsets);
    const bytes = Buffer.byteLength(JSON.stringify({ tools }));
    const numbers = [tools.length, bytes, Math.round(bytes / BYTES_PER_TOKEN)].map(String);
    return [toolsets.map(code).join(', '), ...numbers];
  });
  const largest = createToolCatalog(operations, TOOLSETS)
    .tools.map((tool) => [code(tool.name), Buffer.byteLength(JSON.stringify(tool))] as const)
    .sort(([, one], [, other]) => other - one)
    .slice(0, 10)
    .map(([name, bytes]) => [name, String(bytes)]);
  return [
    '# Size of the list of tools',
    `What \`tools/list\` answers, as JSON. Tokens are an estimate: one for ${BYTES_PER_TOKEN} bytes. The toolset \`workspace\` alone is the default.`,
    table(['toolsets', 'tools', 'bytes', 'tokens'], sizes),
    'The largest:',
    table(['tool', 'bytes'], largest),
  ].join('\n\n');
}
