import type { Workspace } from '@devbench/core';
import { decodeSifted, encodeSift, type Sifted } from '../../guest/messages/sift.ts';
import { TYPE } from '../../guest/messages/types.ts';
import { PayloadReader } from '../../guest/wire/payload-reader.ts';
import { ProtocolViolation } from '../../guest/wire/violation.ts';
import type { Ask } from '../guest-files.ts';
import { LARGEST } from './read-content.ts';

/** What the agent reads at most before it ends its reply, and then one more file. */
const MOST = 2 * LARGEST;
const ROOM = 64 * 1024;

/** What the agent says of the first of these files, in their order; of some of them at least. */
export async function sift(
  ask: Ask,
  workspace: Workspace,
  paths: readonly string[],
  needle: string,
): Promise<{ files: readonly Sifted[]; bytes: Uint8Array<ArrayBuffer> }> {
  return ask(workspace, {
    type: TYPE.SIFT,
    path: paths[0] ?? '',
    payload: encodeSift(needle, LARGEST, paths),
    maxReplyBytes: MOST + ROOM,
    repeatable: true,
    decode: (first, rest) => {
      const frames = [first.rest(), ...rest];
      // Memory of its own, to be given to another thread.
      const bytes = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
      let at = 0;
      for (const frame of frames) {
        bytes.set(frame, at);
        at += frame.length;
      }
      const files = decodeSifted(new PayloadReader(Buffer.from(bytes.buffer)));
      if (files.length === 0 || files.length > paths.length) {
        throw new ProtocolViolation('An answer is about other files.');
      }
      return { files, bytes };
    },
  });
}
