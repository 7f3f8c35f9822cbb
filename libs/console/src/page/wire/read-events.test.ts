import { expect, it } from 'vitest';

import { readEvents } from './read-events.ts';

it('puts events together from any pieces', async () => {
  const bytes = new TextEncoder().encode(
    'event: one\ndata: {"text":"é\\n"}\n\n:\n\nevent: two\ndata: 2\n\nevent: cut',
  );
  for (const size of [1, 2, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.slice(at * size, (at + 1) * size),
    );
    const events = await Array.fromAsync(readEvents(streamOf(pieces)));

    expect(events).toEqual([
      { name: 'one', data: { text: 'é\n' } },
      { name: 'two', data: 2 },
    ]);
  }
});

const streamOf = (pieces: readonly Uint8Array<ArrayBuffer>[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
