import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';

interface CliOptions {
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** Runs the Docker CLI to its end and resolves to what it printed. Rejects with its last words. */
export function docker(args: readonly string[], { input, signal }: CliOptions = {}) {
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const child = spawn('docker', args, { stdio: [stdin, 'pipe', 'pipe'], signal });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin?.end(input);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.on('error', reject);
  child.on('close', (code) => {
    if (code === 0) resolve(Buffer.concat(out).toString().trimEnd());
    else reject(new Error(`docker ${args[0] ?? ''}: ${Buffer.concat(err).toString().trim()}`));
  });
  return promise;
}

/** The same with a file as its input or output, which no pipe of ours slows down. */
export async function dockerPiped(
  args: readonly string[],
  { stdin, stdout }: { readonly stdin?: string; readonly stdout?: string },
): Promise<void> {
  await using input = stdin === undefined ? undefined : await open(stdin, 'r');
  await using output = stdout === undefined ? undefined : await open(stdout, 'w');
  const child = spawn('docker', args, {
    stdio: [input?.fd ?? 'ignore', output?.fd ?? 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`docker ${args[0] ?? ''} ended with ${String(code)}`);
}
