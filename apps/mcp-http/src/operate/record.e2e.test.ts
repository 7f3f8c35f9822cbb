import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { verifyTrail } from '@devbench/kernel';
import { expect, it } from 'vitest';

import type { Reply } from '../testing/session.ts';
import { busyServer, SECRET } from '../testing/busy-server.ts';

const MINUTE_MS = 60_000;
const { alice, root, server, traces, box, file, scrape } = busyServer({
  MCP_LOG_LEVEL: 'info',
  // Beside the state, not where the server was started.
  MCP_AUDIT_LOG_FILE: 'trail/audit.jsonl',
  MCP_AUDIT_LOG_ROTATION: 'monthly',
});

interface Entry {
  readonly call_id: string;
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
}

const query = async (input: object) =>
  (await root().data<{ entries: Entry[] }>('audit_query', input)).entries;

async function trail() {
  const folder = file('trail');
  const [name = '', ...rest] = await readdir(folder);
  expect(rest).toEqual([]);
  expect(name).toMatch(/^audit-\d{4}-\d{2}\.jsonl$/);
  return join(folder, name);
}

it('knows who did what, to what, when, and how it ended', async () => {
  const container_id = box();
  const since = new Date(Date.now() - 1).toISOString();
  await alice().data('fs_write', { container_id, path: 'a', content: 'b' });
  await alice().call('reconcile', { dry_run: true });
  const failed = await alice().call('fs_read', { container_id, path: 'not-there' });

  const [read, refused, written, ...rest] = await query({ actor: 'alice', since });
  expect(rest).toEqual([]);
  expect(read).toMatchObject({ action: 'fs_read', subject: container_id, code: 'file_not_found' });
  expect(refused).toMatchObject({ action: 'reconcile', outcome: 'denied' });
  expect(written).toMatchObject({ action: 'fs_write', outcome: 'allowed', client: 'e2e 1' });
  expect(failed.code).toBe('file_not_found');
  expect(await query({ action: 'fs_read', subject: container_id, until: since })).toEqual([]);
  expect(await query({ action: 'spawn', subject: container_id })).toHaveLength(1);
  expect(await query({ action: 'system_startup' })).toMatchObject([{ outcome: 'allowed' }]);
  // The same call in the log.
  await expect.poll(() => server().log(), { timeout: MINUTE_MS }).toContain(read?.call_id ?? '?');
});

it('logs more as soon as an administrator says so', async () => {
  await alice().data('system_status');
  expect(server().log()).not.toContain('"action":"system_status"');
  expect(await alice().call('set_log_level', { level: 'debug' })).toMatchObject({
    code: 'permission_denied',
  });
  expect(await root().data('set_log_level', { level: 'debug' })).toMatchObject({ before: 'info' });

  await alice().data('system_status');
  const log = () => server().log();
  await expect.poll(log, { timeout: MINUTE_MS }).toContain('"action":"system_status"');
});

it('keeps every secret to itself', { timeout: 2 * MINUTE_MS }, async () => {
  const container_id = box();
  const replies: Reply[] = [];
  const call = async (name: string, input: object) =>
    void replies.push(await alice().call(name, { container_id, ...input }));
  const echo = (...words: string[]) => ({ cmd: ['true', ...words], env: { DB_PASSWORD: SECRET } });

  await call('exec_run', echo('--password', SECRET, `--api-key=${SECRET}`));
  await call('exec_run', echo(`https://bob:${SECRET}@example.com/`));
  await call('exec_run', echo('-H', `Authorization: Bearer ${SECRET}`));
  await call('exec_run', { script: `export TOKEN=${SECRET}; true` });
  await call('exec_run', { ...echo('--token', SECRET), cwd: '/workspace/not-there' });
  await call('exec_run', { cmd: ['cat'], stdin: SECRET, max_bytes: 1 });
  await call('exec_run', { cmd: ['true'], password: SECRET });
  await call('exec_start', { cmd: ['true'], env: SECRET });
  await call('fs_write', { path: 'a', content: SECRET });
  await call('fs_write', { path: 'other', content: 'harmless' });
  await call('fs_edit', { path: 'other', edits: [{ old_text: SECRET, new_text: `${SECRET}!` }] });
  await call('fs_edit', { path: 'a', edits: [{ old_text: SECRET, new_text: 'b' }] });
  await call('fs_batch', { operations: [{ op: 'write', path: 'b', content: SECRET }] });
  await call('fs_import', { path: 'c', content_base64: Buffer.from(SECRET).toString('base64') });

  // The last of them: those before it are there, too.
  const isThere = () =>
    traces()
      .spans()
      .some(({ name }) => name === 'fs_import');
  await expect.poll(isThere, { timeout: MINUTE_MS }).toBe(true);
  const failures = replies.filter(({ isError }) => isError);
  expect(failures.length).toBeGreaterThanOrEqual(4);
  const told = {
    errors: JSON.stringify(failures),
    log: server().log() + server().stdout(),
    audit: JSON.stringify(await query({ limit: 500 })),
    file: await readFile(await trail(), 'utf8'),
    metrics: await (await scrape()).text(),
    traces: traces().text(),
  };
  expect(told.log).toContain('"action":"exec_run"');
  expect(told.file).toContain('[hidden]');
  for (const [where, text] of Object.entries(told))
    expect(text.includes(SECRET), `a secret is in: ${where}`).toBe(false);
});

it('can prove that nothing is missing in the file', async () => {
  const lines = async () => (await readFile(await trail(), 'utf8')).split('\n').length - 1;
  const { length } = await query({ limit: 500 });
  // This question itself is written a little later.
  await expect.poll(lines, { timeout: MINUTE_MS }).toBeGreaterThanOrEqual(length);
  expect(await verifyTrail(file('trail/audit.jsonl'))).toMatchObject({ files: 1, problems: [] });
});
