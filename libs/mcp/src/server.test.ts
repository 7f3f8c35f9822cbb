import { AppError, CallerLeft } from '@devbench/core';
import { operations } from '@devbench/operations';
import {
  CallToolResultSchema,
  McpError,
  type Progress,
  type Request,
} from '@modelcontextprotocol/sdk/types.js';
import { expect, it } from 'vitest';

import { INSTRUCTIONS } from './instructions.ts';
import { connect, scriptedClient } from './testing/connect.ts';

const healthy = {
  status: 'healthy',
  docker_connected: true,
  database_initialized: true,
  version: '1.2.3',
};

it('introduces itself and teaches the workflow', async () => {
  const { client } = await connect(scriptedClient(async () => healthy));

  expect(client.getServerVersion()).toMatchObject({ name: 'devbench', version: '1.2.3' });
  expect(client.getInstructions()).toBe(INSTRUCTIONS);
  expect(INSTRUCTIONS.length).toBeLessThan(1200);
});

it('speaks only of tools that exist', () => {
  const names = new Set(operations.map(({ name }) => name));
  const mentioned = INSTRUCTIONS.match(/\b(exec|fs)_[a-z]+|\b(spawn|attach|kill)\b/g) ?? [];
  expect(mentioned.filter((name) => !names.has(name))).toEqual([]);
});

it('lists what the SDK client accepts and calls with the identity of the connection', async () => {
  const operation = scriptedClient(async () => healthy);
  const { client } = await connect(operation);

  const { tools } = await client.listTools();
  const result = await client.callTool({ name: 'health' });

  expect(tools.map(({ name }) => name)).toContain('health');
  expect(result).toEqual({
    content: [{ type: 'text', text: 'healthy: engine up, state up, version 1.2.3' }],
    structuredContent: healthy,
  });
  expect(operation.calls[0]?.caller).not.toHaveProperty('onProgress');
  expect(operation.calls).toMatchObject([
    {
      name: 'health',
      input: {},
      caller: {
        principal: { id: 'alice' },
        session: 'session-1',
        client: 'test-client 9',
      },
    },
  ]);
});

it.each<[Request, number, string]>([
  [{ method: 'tools/call', params: { name: 7 } }, -32602, 'params.name'],
  [{ method: 'tools/call' }, -32602, 'params'],
  [{ method: 'tools/cal' }, -32601, 'Method not found'],
])('answers %j as no call of a tool', async (request, code, message) => {
  const operation = scriptedClient(async () => healthy);
  const { client } = await connect(operation);

  const answer = client.request(request, CallToolResultSchema);

  await expect(answer).rejects.toMatchObject({ code });
  await expect(answer).rejects.toThrow(message);
  expect(operation.calls).toEqual([]);
});

it('answers a failure as a result that a model can act on, and a program, too', async () => {
  const { client } = await connect(
    scriptedClient(async () => {
      throw new AppError('rate_limited', 'Too many calls.', { data: { retry_after_ms: 10 } });
    }),
  );

  await client.listTools();
  expect(await client.callTool({ name: 'health' })).toEqual({
    isError: true,
    content: [
      { type: 'text', text: 'rate_limited: Too many calls.\nWait as long as retry_after_ms says.' },
    ],
    _meta: {
      'devbench/error': { code: 'rate_limited', kind: 'limit', retry: true, retry_after_ms: 10 },
    },
  });
});

it('shows nothing of what nobody expected', async () => {
  const { client } = await connect(
    scriptedClient(async () => {
      throw new TypeError('password is hunter2');
    }),
  );

  const result = await client.callTool({ name: 'health' });

  expect(result).toMatchObject({ isError: true });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

it.each([
  ['no_such_tool', 'Call tools/list'],
  ['helth', 'Did you mean health?'],
  ['reconcile', 'toolset admin'],
])('does not know %s, which is not offered, and says %s', async (name, hint) => {
  const operation = scriptedClient(async () => healthy);
  const { client } = await connect(operation);

  expect(await client.callTool({ name })).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining(hint) as string }],
    _meta: { 'devbench/error': { code: 'operation_not_found', kind: 'not_found', retry: false } },
  });
  expect(operation.calls).toEqual([]);
});

it('passes progress on to a client that asks for it', async () => {
  const seen = Promise.withResolvers<Progress>();
  const { client } = await connect(
    scriptedClient(async ({ caller }) => {
      caller.onProgress?.({ progress: 1, total: 2, message: 'pulling' });
      await seen.promise;
      return healthy;
    }),
  );

  await client.callTool({ name: 'health' }, CallToolResultSchema, { onprogress: seen.resolve });

  await expect(seen.promise).resolves.toEqual({ progress: 1, total: 2, message: 'pulling' });
});

it('hands a cancellation on', async () => {
  const started = Promise.withResolvers<AbortSignal>();
  const { client } = await connect(
    scriptedClient(({ caller: { signal } }) => {
      started.resolve(signal);
      return new Promise(() => undefined);
    }),
  );
  const cancel = new AbortController();

  const call = client.callTool({ name: 'health' }, undefined, { signal: cancel.signal });
  call.catch(() => undefined);
  const signal = await started.promise;
  cancel.abort('enough');

  await expect(call).rejects.toThrow();
  await expect.poll(() => signal.aborted).toBe(true);
  expect(signal.reason).not.toBeInstanceOf(CallerLeft);
});

it('aborts what runs when the connection ends, and survives its late progress', async () => {
  const late = Promise.withResolvers<unknown>();
  const operation = scriptedClient(async ({ caller }) => {
    await new Promise((resolve) => caller.signal.addEventListener('abort', resolve));
    caller.onProgress?.({ progress: 1, message: 'too late' });
    late.resolve(caller.signal.reason);
    return healthy;
  });
  const { client } = await connect(operation);

  const call = client.callTool({ name: 'health' }, undefined, { onprogress: () => undefined });
  call.catch(() => undefined);
  await expect.poll(() => operation.calls.length).toBe(1);
  await client.close();

  await expect(late.promise).resolves.toBeInstanceOf(CallerLeft);
});

it('offers the output of a command as a resource, page by page', async () => {
  const pages = scriptedClient(async ({ input }) => ({
    messages: [
      { seq: 1, data_base64: Buffer.from('one\n').toString('base64'), complete: false },
      { seq: 2, data_base64: Buffer.from('zwei ü\n').toString('base64'), complete: false },
      { seq: 3, complete: true, exit_code: 0 },
    ],
    next_seq: 3,
    dropped_bytes: (input as { after_seq: number }).after_seq,
    complete: true,
  }));
  const { client } = await connect(pages);

  const { resourceTemplates } = await client.listResourceTemplates();
  const uri = 'exec://e_1/output?after_seq=5';

  expect(resourceTemplates.map((one) => one.uriTemplate)).toContain(
    'exec://{exec_id}/output{?after_seq}',
  );
  expect(await client.readResource({ uri })).toEqual({
    contents: [
      {
        uri,
        mimeType: 'text/plain',
        text: 'one\nzwei ü\n',
        _meta: { 'devbench/page': { next_seq: 3, dropped_bytes: 5, complete: true } },
      },
    ],
  });
  expect(pages.calls[0]).toMatchObject({
    name: 'exec_poll',
    input: { exec_id: 'e_1', after_seq: 5, encoding: 'base64' },
  });
});

it('sends output that is no text as it is', async () => {
  const data_base64 = Buffer.from([0, 255]).toString('base64');
  const { client } = await connect(
    scriptedClient(async () => ({
      messages: [{ seq: 1, data_base64, complete: false }],
      next_seq: 1,
      dropped_bytes: 0,
      complete: false,
    })),
  );

  const { contents } = await client.readResource({ uri: 'exec://e_1/output' });

  expect(contents).toMatchObject([{ mimeType: 'application/octet-stream', blob: data_base64 }]);
});

it.each(['exec://e_1/input', 'file:///etc/passwd', 'exec://../output'])(
  'refuses %s',
  async (uri) => {
    const { client } = await connect(scriptedClient(async () => healthy));

    const failure: unknown = await client.readResource({ uri }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(McpError);
    expect(failure).toMatchObject({ code: -32602, data: { code: 'invalid_argument' } });
  },
);
