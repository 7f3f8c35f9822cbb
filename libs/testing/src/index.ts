export { aCaller, anExec, aWorkspace } from './builders.ts';
export { LenientPolicy } from './lenient-policy.ts';
export { ManualClock, settle } from './manual-clock.ts';
export { MemoryOutputLog } from './memory/output-log.ts';
export { RecordingAudit, RecordingObserver } from './recorders.ts';
export type { GuestCommand } from './simulated/guest-command.ts';
export { type Script, ScriptedCommands } from './simulated/scripted-commands.ts';
export { SimulatedEngine } from './simulated/simulated-engine.ts';
export { besides, type TestPorts, testPorts } from './test-ports.ts';
