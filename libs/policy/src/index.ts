export { type PolicyConfig, policyConfig } from './config.ts';
export { createPolicy } from './create-policy.ts';
export {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from './image-reference.ts';
