import { readFile } from 'node:fs/promises';

/** Resident memory in MiB; undefined when it cannot be seen. */
export async function residentMiB(pid: number): Promise<number | undefined> {
  return figure(await readText(`/proc/${pid}/status`), 'VmRSS');
}

/** The process's share of memory in MiB, so that many of one kind can be added up. */
export async function shareMiB(pid: number): Promise<number | undefined> {
  const share = figure(await readText(`/proc/${pid}/smaps_rollup`), 'Pss');
  return share ?? residentMiB(pid);
}

const readText = (file: string) => readFile(file, 'utf8').catch(() => '');

function figure(text: string, name: string): number | undefined {
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}
