export {
  type AuthenticationConfig,
  authenticationConfig,
  BEARER_ENTRY,
} from './authentication/config.ts';
export { createAuthenticator } from './authentication/create-authenticator.ts';
export { type PolicyConfig, policyConfig } from './config.ts';
export { createPolicy } from './create-policy.ts';
export {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from './image-reference.ts';
