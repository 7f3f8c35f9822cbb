import { AppError, type Transfers } from '@devbench/core';

import { gathered } from './archive.ts';

/** A transfer folder in memory. */
export class MemoryTransfers implements Transfers {
  folder: string | undefined = undefined;
  readonly files = new Map<string, Uint8Array>();

  async save(name: string, data: AsyncIterable<Uint8Array>) {
    if (this.files.has(name)) throw new AppError('file_exists', `${name} exists.`);
    const whole = await gathered(data);
    this.files.set(name, whole);
    return { path: `${this.folder ?? ''}/${name}`, bytes: whole.length };
  }

  async open(name: string) {
    const file = this.files.get(name);
    if (!file) throw new AppError('file_not_found', `${name} does not exist.`);
    return { bytes: file.length, data: once(file) };
  }
}

async function* once(data: Uint8Array) {
  yield data;
}
