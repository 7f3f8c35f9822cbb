import type { WorkspacePath } from '@devbench/core';
import { expect, it } from 'vitest';
import { createChannels } from '../guest/channels.ts';
import { TYPE } from '../guest/messages/types.ts';
import { openSession } from '../guest/open-session.ts';
import type { Frame } from '../guest/wire/frame.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import { PayloadWriter } from '../guest/wire/payload-writer.ts';
import { createFakeAgent, type FakeAgent } from '../testing/fake-agent.ts';
import { aWorkspace } from '../testing/workspace.ts';
import { createFileEngine } from './file-engine.ts';
import { createSpareWorker } from './search/spare-worker.ts';

const path = 'f' as WorkspacePath;
const workspace = aWorkspace();

function setup(onRequest: (frame: Frame, agent: FakeAgent) => void) {
  const { stream } = createFakeAgent({ onRequest });
  const channels = createChannels(() => openSession(stream, { running: true, timeoutMs: 200 }), {
    idleMs: 60_000,
    requestMs: 300,
  });
  return createFileEngine(channels, 300, createSpareWorker());
}

function statPayload(size: number, etag: string): Buffer {
  const writer = new PayloadWriter().u8(1).u32(0o644).u64(size).u64(1_000_000_000);
  return writer.u32(1000).u32(1000).u32(1).str(etag).str('').finish();
}

it('translates refusals with the path in our words', async () => {
  const files = setup(({ id }, agent) =>
    agent.send(TYPE.FAULT, id, new PayloadWriter().u16(9).u32(18).str('untrusted').finish()),
  );
  await expect(files.stat(workspace, path)).rejects.toMatchObject({
    code: 'path_outside_workspace',
    message: '/workspace/f leads out of the workspace.',
  });
});

it('reads a file again that changed between its pieces', async () => {
  const mib8 = 8 * 1024 * 1024;
  let asked = 0;
  const files = setup((frame, agent) => {
    const request = new PayloadReader(frame.payload);
    const offset = [request.str(), request.u64()][1];
    asked += 1;
    const etag = asked === 2 ? 'new' : asked < 2 ? 'old' : 'newer';
    agent.send(TYPE.READ | 0x80, frame.id, statPayload(mib8 + 4, etag), false);
    agent.send(TYPE.READ | 0x80, frame.id, Buffer.from(offset === 0 ? 'head' : 'tail'));
  });

  const { data, stat } = await files.read(workspace, path, { offset: 0, limit: 2 * mib8 });

  expect(Buffer.from(data).toString()).toBe('headtail');
  expect(stat.etag).toBe('"newer"');
  expect(asked).toBe(4);
});
