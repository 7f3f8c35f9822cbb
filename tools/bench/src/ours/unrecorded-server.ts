import { createKernel, loadConfig, VERSION } from '@devbench/kernel';
import { claimStdout, thisProcess, untilSignal } from '@devbench/kernel/process';
import { serveStdio } from '@devbench/mcp/stdio';
import { createTelemetry } from '@devbench/telemetry';

const nothing = () => undefined;
const nobody = { called: nothing, pooled: nothing, ended: nothing };
const done = () => Promise.resolve();
const noTrail = { begin: done, end: done, flush: done };

/** Our stdio server without audit, metrics and log of its calls. */
const stdout = claimStdout();
const { kernel: config, toolsets } = await loadConfig(process.env, thisProcess());
const telemetry = { ...createTelemetry(config.telemetry), observer: nobody };
const kernel = createKernel(config, { telemetry, audit: noTrail });
await kernel.start();
const session = await serveStdio(kernel.operations, {
  stdin: process.stdin,
  stdout,
  version: VERSION,
  toolsets,
  principal: { id: 'bench', scopes: ['workspace', 'admin'] },
  session: 'bench',
  onProblem: nothing,
});
await Promise.race([untilSignal(), session.closed]);
await kernel.stop();
process.exit(0);
