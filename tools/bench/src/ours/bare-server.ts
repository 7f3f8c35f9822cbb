import { createKernel, loadConfig, type Parts, VERSION } from '@devbench/kernel';
import { claimStdout, thisProcess, untilSignal } from '@devbench/kernel/process';
import { serveStdio } from '@devbench/mcp/stdio';
import { createTelemetry } from '@devbench/telemetry';

/** Our operations on stdio and nothing else; with the argument `unrecorded` also without audit, metrics and log of calls. */
const stdout = claimStdout();
const { kernel: config, toolsets } = await loadConfig(process.env, thisProcess());
const kernel = createKernel(config, process.argv.includes('unrecorded') ? noRecord() : {});
await kernel.start();
const session = await serveStdio(kernel.operations, {
  stdin: process.stdin,
  stdout,
  version: VERSION,
  toolsets,
  principal: { id: 'bench', scopes: ['workspace', 'admin'] },
  session: 'bench',
  onProblem: () => undefined,
});
await Promise.race([untilSignal(), session.closed]);
await kernel.stop();
process.exit(0);

function noRecord(): Partial<Parts> {
  const nothing = () => undefined;
  const done = () => Promise.resolve();
  const observer = { called: nothing, pooled: nothing, ended: nothing };
  const telemetry = { ...createTelemetry(config.telemetry), observer };
  return { telemetry, audit: { begin: done, end: done } };
}
