export { type PolicyConfig, policyConfig } from './config.ts';
export { createPolicy } from './create-policy.ts';
