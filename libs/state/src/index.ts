export { stateConfig, type StateConfig } from './config.ts';
export { createState, type State } from './state.ts';
