import { token } from './token.ts';

/** Why the server did not do it, in its words. */
export class Refusal extends Error {
  readonly status: number;
  readonly hint: string;

  constructor(status: number, message: string, hint = '') {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

interface Problem {
  readonly message?: string;
  readonly hint?: string;
  readonly error?: { readonly message?: string };
}

/** Asks with the token in a header, which no log keeps. Rejects with `Refusal`. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const value = token.read();
  const headers = new Headers(init.headers);
  if (value !== undefined) headers.set('Authorization', `Bearer ${value}`);
  let response: Response;
  try {
    response = await fetch(`api/${path}`, { ...init, headers, credentials: 'omit' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Refusal(0, 'The server does not answer.');
  }
  if (response.ok) return response;
  const { message, hint, error } = (await response.json().catch(() => ({}))) as Problem;
  throw new Refusal(response.status, message ?? error?.message ?? response.statusText, hint);
}

/** Runs an operation. Rejects with `Refusal`, also where a server does nothing but say what it would do. */
export async function call<Result>(name: string, input: object): Promise<Result> {
  const response = await ask('call', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, input }),
  });
  const result = (await response.json()) as Result & { readonly would?: string };
  if (result.would === undefined) return result;
  throw new Refusal(response.status, `This server changes nothing. It would ${result.would}.`);
}
