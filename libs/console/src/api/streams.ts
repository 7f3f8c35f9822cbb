import type { ServerResponse } from 'node:http';

import { AppError, type Caller } from '@devbench/core';
import type { OutputNews } from '@devbench/operations';

import type { ConsoleClient } from './console-client.ts';
import { openEventStream } from './event-stream.ts';

interface Overview {
  readonly response: ServerResponse;
  readonly version: string;
}

/** What goes on, until the page leaves. */
export async function streamOverview(
  client: Pick<ConsoleClient, 'overview'>,
  caller: Caller,
  { response, version }: Overview,
): Promise<void> {
  const { id, scopes } = caller.principal;
  const hello = { principal: id, admin: scopes.includes('admin'), version };
  await passOn(response, client.overview(caller), {
    hello,
    event: ({ topic, value }) => ({ name: topic, data: value }),
  });
}

interface Output {
  readonly response: ServerResponse;
  readonly execId: string;
  readonly afterSeq: number;
}

/** The output of a command, to its end. Bytes are in base64: a piece may end inside a character. */
export async function streamOutput(
  client: Pick<ConsoleClient, 'output'>,
  caller: Caller,
  { response, execId, afterSeq }: Output,
): Promise<void> {
  if (!Number.isSafeInteger(afterSeq) || afterSeq < 0)
    throw new AppError('invalid_argument', 'after_seq must be a whole number.');
  await passOn(response, client.output(execId, caller, { afterSeq }), {
    event: (news) => ({ name: 'output', data: toMessage(news) }),
  });
}

const toMessage = ({ records, nextSeq, droppedBytes, complete, status, end }: OutputNews) => ({
  records: records.map(({ stream, data }) => ({
    stream,
    data: Buffer.from(data).toString('base64'),
  })),
  next_seq: nextSeq,
  dropped_bytes: droppedBytes,
  complete,
  status: end?.reason ?? status,
  exit_code: end?.exitCode ?? null,
});

interface Passing<News> {
  /** Said before all else. */
  readonly hello?: unknown;
  readonly event: (news: News) => { readonly name: string; readonly data: unknown };
}

/** One after the other, as fast as they are read. What is refused is no stream. */
async function passOn<News>(
  response: ServerResponse,
  all: AsyncIterable<News>,
  { hello, event }: Passing<News>,
): Promise<void> {
  const source = all[Symbol.asyncIterator]();
  let next = await source.next();
  using stream = openEventStream(response);
  if (hello !== undefined) await stream.send('hello', hello);
  for (; !next.done; next = await source.next()) {
    const { name, data } = event(next.value);
    await stream.send(name, data);
  }
  response.end();
}
