import { execFile } from 'node:child_process';
import { z } from 'zod';
import { serverAddress, type SignOn } from './sign-on.ts';

const answer = z.object({ Username: z.string(), Secret: z.string() });
const NAME = /^[\w.-]+$/;
const MAX_ANSWER_BYTES = 64 * 1024;
/** What a helper says instead of a user when the secret is a token. */
const TOKEN = '<token>';

/**
 * Asks `docker-credential-NAME` for the sign-on at a registry; undefined when it knows none.
 * Rejects with an error that is safe to show: what the program prints may be a secret.
 */
export async function askHelper(
  name: string,
  registry: string,
  timeoutMs: number,
): Promise<SignOn | undefined> {
  const program = `docker-credential-${name}`;
  if (!NAME.test(name))
    throw new Error(`${JSON.stringify(name)} is no name of a credential helper.`);
  const address = serverAddress(registry);
  const { failure, stdout } = await run(program, address, timeoutMs);
  if (failure !== undefined) {
    if (/credentials not found|not logged in/i.test(stdout)) return undefined;
    throw new Error(`${program} ${failure}.`);
  }
  const parsed = answer.safeParse(parseJson(stdout));
  if (!parsed.success) throw new Error(`${program} gave no sign-on.`);
  const { Username, Secret } = parsed.data;
  if (Secret === '') return undefined;
  return Username === TOKEN
    ? { identitytoken: Secret, serveraddress: address }
    : { username: Username, password: Secret, serveraddress: address };
}

interface Run {
  readonly failure: string | undefined;
  readonly stdout: string;
}

function run(program: string, input: string, timeoutMs: number): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>();
  const options = {
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_ANSWER_BYTES,
  } as const;
  const child = execFile(program, ['get'], options, (error, stdout) => {
    resolve({ failure: error === null ? undefined : failureOf(error), stdout });
  });
  // One that never reads its input may have ended before.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return promise;
}

function failureOf({ code, killed }: { code?: unknown; killed?: boolean }): string {
  if (code === 'ENOENT') return 'is not on the PATH';
  if (killed === true) return 'did not answer in time';
  return `ended with ${String(code)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
