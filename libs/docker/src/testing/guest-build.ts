import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GuestArch } from '../config.ts';
import { createGuestAgents } from '../engine/guest-agent.ts';
import { packagedGuestBinary } from '../engine/guest-binary.ts';

const BUILT = '../../../../docker/guest/target/x86_64-unknown-linux-gnu/release/guest';

/** What `npm run setup` made, else what cargo built last. */
export function testGuest(arch: GuestArch): string {
  const prepared = packagedGuestBinary(arch);
  return existsSync(prepared) ? prepared : fileURLToPath(new URL(BUILT, import.meta.url));
}

/** An agent that this engine has not had, and the name of the volume that it will be in. */
export async function aNewGuest(salt: string, content?: Buffer) {
  const path = join(await mkdtemp(join(tmpdir(), 'devbench-guest-')), 'guest');
  const tail = Buffer.from(`${salt} ${path}`);
  await writeFile(path, content ?? Buffer.concat([await readFile(testGuest('x64')), tail]));
  const guestBinary = () => path;
  const { volume } = await createGuestAgents({ guestBinary })('x64');
  return { guestBinary, volume };
}
