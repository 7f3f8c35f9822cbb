export { type Console, createConsole } from './create-console.ts';
