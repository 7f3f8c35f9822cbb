import { docker } from './docker-cli.ts';
import { isAbandoned, LABELS, OWNER } from './owner.ts';

/** Removes every container and volume of this run. */
export const sweepOwn = () => sweep((owner) => owner === OWNER);

/** Removes what runs that were killed have left on the engine. */
export const sweepAbandoned = () => sweep(isAbandoned);

async function sweep(goes: (owner: string) => boolean): Promise<void> {
  for (const label of LABELS) {
    const format = `{{.Label "${label}"}}`;
    const filter = ['--filter', `label=${label}`];
    const containers = await docker(['ps', '-a', ...filter, '--format', `{{.ID}} ${format}`]);
    await remove(['rm', '-f', '-v'], containers, goes);
    const volumes = await docker(['volume', 'ls', ...filter, '--format', `{{.Name}} ${format}`]);
    await remove(['volume', 'rm', '-f'], volumes, goes);
  }
}

async function remove(command: readonly string[], lines: string, goes: (owner: string) => boolean) {
  const names = lines
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([name = '', owner = '']) => (goes(owner) ? [name] : []));
  // One may be on its way out already: the others still have to go.
  for (const name of names) await docker([...command, name]).catch(() => undefined);
}
