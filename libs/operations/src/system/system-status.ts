import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { checkHealth, type HealthCall } from './check-health.ts';
import { healthShape } from './health.ts';

export const systemStatus = declare({
  name: 'system_status',
  toolset: 'workspace',
  target: 'none',
  summary: 'Health, engine, and how many containers, commands and attachments you have.',
  effect: 'read',
  evenUnrecorded: true,
  input: {},
  output: {
    ...healthShape,
    active_containers: z.number(),
    active_attachments: z.number(),
    running_execs: z.number(),
    queued_execs: z.number(),
    engine: z
      .strictObject({ version: z.string(), os: z.string(), architecture: z.string() })
      .nullable(),
  },
  render: ({ status, active_containers, running_execs, queued_execs, problem }) =>
    `${status}: ${active_containers} containers, ${running_execs} commands run, ${queued_execs} wait` +
    (problem === undefined ? '' : `\n${problem}`),
  async run(call: HealthCall & CallOn<'none', 'execs' | 'attachments'>) {
    const { health, info } = await checkHealth(call);
    const owner = call.caller.principal.id;
    const active = await call.workspaces.list({ owner, status: ['creating', 'running'] });
    const rows = await call.execs.list({ owner, ended: false });
    // A shell that waits for commands is none.
    const execs = rows.filter(({ shell }) => !shell?.itself);
    const attachments = await Promise.all(
      active.map(({ id }) => call.attachments.count({ workspaceId: id, attached: true })),
    );
    return {
      ...health,
      active_containers: active.length,
      active_attachments: attachments.reduce((sum, count) => sum + count, 0),
      running_execs: execs.filter(({ status }) => status !== 'queued').length,
      queued_execs: execs.filter(({ status }) => status === 'queued').length,
      engine: info ? { version: info.version, os: info.os, architecture: info.architecture } : null,
    };
  },
});
