import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const KEPT_OUTPUT = 64 * 1024;

/**
 * Runs a program to its end with its output collected (the last part of it).
 * Rejects only when the program cannot be started.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    // 'exit', not 'close': a daemon that the program started may keep the pipes open for ever.
    child.once('exit', (code) => setImmediate(() => resolve({ code: code ?? 1, output })));
  });
}

/**
 * Replaces this process, as far as Node can: same terminal, same signals, same exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function handOver(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: 'inherit' });
    // A terminal sends these to the child too, and twice may mean more than once.
    for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
    );
  });
}

/** The last lines of a program's output, for an error message. */
export const lastLines = (/** @type {string} */ output, count = 5) =>
  output.trimEnd().split('\n').slice(-count).join('\n');
