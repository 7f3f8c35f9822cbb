import type { Blocks } from './blocks.ts';
import { type Frame, HEADER_BYTES, neededBytes, readFrame } from './frame.ts';

/** Gets a frame, where it is in `buffer`, and where in the file. Answers whether to go on. */
export type Visit = (frame: Frame, buffer: Buffer, start: number, offset: number) => boolean;

/** Reads the whole frames from `from` up to `to` in a file; a torn one at the end is left out. */
export async function scan(
  blocks: Blocks,
  { path, from, to }: { path: string; from: number; to: number },
  visit: Visit,
): Promise<void> {
  let offset = from;
  let least = HEADER_BYTES;
  while (offset < to) {
    const block = await blocks.read(path, offset, least, to);
    const seen = visitAll(block, offset, visit);
    if (seen === undefined) return;
    if (seen > 0) {
      offset += seen;
      least = HEADER_BYTES;
      continue;
    }
    const needed = neededBytes(block, 0, block.length);
    if (needed === undefined || needed <= least) return;
    least = needed;
  }
}

/** How many bytes the whole frames take; undefined when the visitor has had enough. */
function visitAll(block: Buffer, offset: number, visit: Visit): number | undefined {
  let start = 0;
  for (;;) {
    const frame = readFrame(block, start, block.length);
    if (!frame) return start;
    if (!visit(frame, block, start, offset + start)) return undefined;
    start += HEADER_BYTES + frame.length;
  }
}
