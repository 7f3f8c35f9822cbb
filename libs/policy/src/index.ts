export { commandRule } from './commands/rule.ts';
export { deniedPath } from './paths/denied-paths.ts';
export { permission } from './permission.ts';
export { type PolicyConfig, policyConfig } from './config.ts';
export { createPolicy } from './create-policy.ts';
