import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a scenario of `scenarios.ts` in a process of its own. */
export async function child(
  scenario: 'fill' | 'claim',
  file: string,
  { fileSizeBlocks, unprivileged = false }: { fileSizeBlocks?: number; unprivileged?: boolean },
) {
  const url = new URL('./scenarios.ts', import.meta.url).href;
  const script = `
    import { ${scenario} } from ${JSON.stringify(url)};
    if (${String(unprivileged)} && process.getuid() === 0) process.setuid(65534);
    process.stdout.write(JSON.stringify(await ${scenario}(${JSON.stringify(file)}, process.pid)));`;
  const limit = fileSizeBlocks === undefined ? '' : `ulimit -f ${String(fileSizeBlocks)}; `;
  const command = `${limit}exec node --conditions=@devbench/source --input-type=module --eval "$0"`;
  return promisify(execFile)('/bin/sh', ['-c', command, script]);
}
