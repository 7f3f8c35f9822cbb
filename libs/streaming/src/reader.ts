import type { Blocks } from './blocks.ts';
import type { Disk } from './disk.ts';
import { expired, isMissing } from './errors.ts';
import { HEADER_BYTES, readFrame } from './frame.ts';
import type { PageBuilder } from './page.ts';
import { firstAfter, type Position, totalAt } from './position.ts';
import { scan } from './scan.ts';
import { offsetOf, type Segment } from './segment.ts';
import type { Chunk, Tail } from './tail.ts';

type Place = { readonly chunk: Chunk } | { readonly segment: Segment };

/**
 * Fills a page from memory and disk, and answers where the output ended then. Where to look is decided anew
 * at every step: both change meanwhile.
 */
export async function fill(
  page: PageBuilder,
  { tail, disk, blocks }: { tail: Tail; disk: Disk; blocks: Blocks },
): Promise<Position> {
  const cursor = page.seq();
  while (!page.isFull()) {
    const place = locate(page.seq(), tail, disk);
    if (!page.isAnchored() && cursor < tail.end().seq) {
      const before = place && ('chunk' in place ? place.chunk : place.segment).before;
      if (before && before.seq <= cursor) page.anchor(totalAt(before));
      else {
        page.anchor(await disk.totalAt(cursor));
        continue;
      }
    }
    if (!place) {
      page.skipTo(tail.end().seq);
      break;
    }
    if ('chunk' in place) readChunk(place.chunk, page);
    else await readSegment(place.segment, page, disk, blocks);
  }
  return tail.end();
}

/** Memory is preferred; disk has what memory no longer has. */
function locate(seq: number, tail: Tail, disk: Disk): Place | undefined {
  const chunk = firstAfter(tail.chunks, seq);
  if (chunk && chunk.before.seq <= seq) return { chunk };
  const segment = firstAfter(disk.segments, seq);
  if (segment) return { segment };
  return chunk && { chunk };
}

function readChunk({ buffer, length, last }: Chunk, page: PageBuilder): void {
  let start = 0;
  for (;;) {
    const frame = readFrame(buffer, start, length);
    if (!frame) break;
    if (!page.take(frame, buffer, start)) return;
    start += HEADER_BYTES + frame.length;
  }
  page.skipTo(last.seq);
}

async function readSegment(
  segment: Segment,
  page: PageBuilder,
  disk: Disk,
  blocks: Blocks,
): Promise<void> {
  const { last, bytes } = segment;
  try {
    const range = { path: segment.path, from: offsetOf(segment, page.seq()), to: bytes };
    await scan(blocks, range, page.take);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // Dropped by this server it is no longer listed, and the next look finds what follows.
    if (disk.segments.includes(segment)) throw expired();
    return;
  }
  if (!page.isFull()) page.skipTo(last.seq);
}
