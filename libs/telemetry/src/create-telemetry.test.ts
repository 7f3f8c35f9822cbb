import { PassThrough } from 'node:stream';

import { AppError, type CallRecord } from '@devbench/core';
import { settle } from '@devbench/testing';
import { expect, it } from 'vitest';

import { type TelemetryConfig, telemetryConfig } from './config.ts';
import { createTelemetry } from './create-telemetry.ts';

function setup(config: Partial<TelemetryConfig> = {}) {
  const stream = new PassThrough({ encoding: 'utf8' });
  const telemetry = createTelemetry(telemetryConfig.parse(config), stream);
  /** Once what was told is written. */
  const written = async () => {
    await settle();
    return (stream.read() as string | null) ?? '';
  };
  return { ...telemetry, written };
}

const record = (change: Partial<CallRecord> = {}): CallRecord => ({
  callId: 'call_1',
  at: new Date(0),
  actor: 'alice',
  client: 'test 1',
  session: 's',
  action: 'fs_write',
  subject: 'c_1',
  fields: { path: '/workspace/secret-name' },
  outcome: 'allowed',
  code: undefined,
  durationMs: 1.26,
  error: undefined,
  ...change,
});

const failed = (error: AppError, change: Partial<CallRecord> = {}) =>
  record({ outcome: 'failed', code: error.code, error, ...change });

it('logs a call without what its arguments were', async () => {
  const { observer, written } = setup({ level: 'debug' });

  observer.called(record());

  const line = await written();
  expect(JSON.parse(line)).toMatchObject({
    level: 'debug',
    message: 'call',
    call_id: 'call_1',
    action: 'fs_write',
    subject: 'c_1',
    outcome: 'allowed',
    duration_ms: 1.3,
  });
  expect(line).not.toContain('secret-name');
});

it('leaves what went well to the audit trail', async () => {
  const { observer, written } = setup();

  observer.called(record());

  expect(await written()).toBe('');
});

it('logs the cause of what nobody expected, and no stack of what the caller did wrong', async () => {
  const { observer, written } = setup();

  observer.called(failed(new AppError('unexpected', 'No.', { cause: new Error('disk ate it') })));
  observer.called(failed(new AppError('file_not_found', 'No.', { cause: new Error('ENOENT') })));

  const [first = '', second = ''] = (await written()).split('\n');
  expect(JSON.parse(first)).toMatchObject({
    level: 'error',
    code: 'unexpected',
    cause: expect.stringContaining('disk ate it') as unknown,
  });
  expect(JSON.parse(second)).toMatchObject({ level: 'info', code: 'file_not_found' });
  expect(second).not.toContain('ENOENT');
});

it('writes what is urgent enough, as text if wanted', async () => {
  const { log, written } = setup({ level: 'warn', format: 'text' });

  log.info('quiet');
  log.warn('engine is away', { since: 'now\nforged line' });

  expect(await written()).toMatch(/^\S+Z warn engine is away \{"since":"now\\nforged line"\}\n$/);
});

it('logs more or less as it is told', async () => {
  const { log, logControl, written } = setup({ level: 'warn' });
  expect(logControl.level).toBe('warn');

  log.debug('before');
  logControl.level = 'debug';
  log.debug('after');

  expect(await written()).toContain('after');
  expect(log.isLevelEnabled('debug')).toBe(true);
});
