import type { Workspace } from '@devbench/core';
import { decodeStat, encodeRead } from '../../guest/messages/files.ts';
import { TYPE } from '../../guest/messages/types.ts';
import type { Ask } from '../guest-files.ts';

/** What is larger is no source text. */
export const LARGEST = 4 * 1024 * 1024;
const STAT_ROOM = 16_384;

/** The content of a file, or the beginning of a larger one. */
export function readContent(ask: Ask, workspace: Workspace, path: string) {
  return ask(workspace, {
    type: TYPE.READ,
    path,
    payload: encodeRead(path, 0, LARGEST),
    maxReplyBytes: LARGEST + STAT_ROOM,
    repeatable: true,
    decode: (first, rest) => ({ size: decodeStat(first).size, data: Buffer.concat(rest) }),
  });
}
