import type { Client } from '@modelcontextprotocol/sdk/client/index.js';

import { check } from './check.ts';

/** The parts of the replies that the demo looks at. */
export interface Replies {
  spawn: { container_id: string; image: string; network?: string; limits: Record<string, unknown> };
  kill: { status: string };
  list_containers: { containers: readonly { container_id: string }[] };
  fs_read: { content: string; etag: string };
  fs_write: { path: string; etag: string; size: number };
  exec_run: { exec_id: string; exit_code: number | null; stdout?: string };
  exec_start: { exec_id: string; status: string };
  exec_poll: {
    messages: readonly { seq: number; data?: string }[];
    next_seq: number;
    complete: boolean;
    exit_code: number | null;
    status: string;
  };
  exec_cancel: { status: string };
}

export interface Failure {
  readonly code: string;
  readonly text: string;
}

/** Calls tools as a model would: by name, with plain arguments. */
export function createTools(client: Client) {
  const call = async (name: string, input: Record<string, unknown>) => {
    const { isError, content, structuredContent, _meta } = await client.callTool(
      { name, arguments: input },
      undefined,
      { timeout: 300_000 },
    );
    const text = (content as { text: string }[]).map((part) => part.text).join('\n');
    const error = _meta?.['devbench/error'] as { code: string } | undefined;
    return { failed: isError === true, text, structuredContent, code: error?.code ?? '' };
  };
  const succeed = async <Name extends keyof Replies>(
    name: Name,
    input: Record<string, unknown>,
  ): Promise<Replies[Name]> => {
    const { failed, text, structuredContent } = await call(name, input);
    check(!failed, `${name} failed: ${text}`);
    return structuredContent as Replies[Name];
  };
  const fail = async (name: keyof Replies, input: Record<string, unknown>): Promise<Failure> => {
    const { failed, text, code } = await call(name, input);
    check(failed, `${name} should have been refused, but it answered: ${text}`);
    return { code, text };
  };
  return { call: succeed, fail };
}

export type Tools = ReturnType<typeof createTools>;
