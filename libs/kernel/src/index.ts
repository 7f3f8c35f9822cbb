export { createAuthenticator } from '@devbench/policy';
export { type KernelConfig, kernelConfig } from './config.ts';
export { createKernel, type Kernel, type Parts } from './create-kernel.ts';
export type { HttpConfig } from './settings/http-config.ts';
export { type Config, loadConfig, loadHttpConfig, type Place } from './settings/load-config.ts';
export { settingsSchema } from './settings/schema.ts';
export { VERSION } from './version.ts';
export { operations } from '@devbench/operations';
