export { stateConfig, type StateConfig } from './config.ts';
export type { Maintenance } from './maintenance.ts';
export { createState, type State } from './state.ts';
