export { type DockerConfig, dockerConfig, type DockerSettings, type GuestArch } from './config.ts';
export { createDocker, type Docker } from './docker.ts';
export { outputWindowFor } from './exec/output-window.ts';
export { dockerCredentials } from './registry/docker-credentials.ts';
export { resolveEngine } from './engine/resolve-engine.ts';
export type { EngineFacts } from './engine/engine-facts.ts';
