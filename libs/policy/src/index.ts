export {
  type AuthenticationConfig,
  authenticationConfig,
  BEARER_ENTRY,
} from './authentication/config.ts';
export { createAuthenticator } from './authentication/create-authenticator.ts';
export { commandRule } from './commands/rule.ts';
export { deniedPath } from './paths/denied-paths.ts';
export { createLinks } from './links/create-links.ts';
export { permission } from './permission.ts';
export { type PolicyConfig, policyConfig } from './config.ts';
export { createPolicy } from './create-policy.ts';
