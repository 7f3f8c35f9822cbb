import { killServer } from './processes.ts';
import { type Session, startSession } from './session.ts';

/** A server that tests kill and start again on the same state. */
export interface Restartable extends AsyncDisposable {
  now(): Promise<Session>;
  /** For reading calls: done again on the next server when one is killed meanwhile. */
  read<T>(name: string, input: Record<string, unknown>): Promise<T>;
  /** SIGKILL; `between` runs while there is no server. */
  restart(between?: () => Promise<unknown>): Promise<Session>;
}

export function restartable(folder: string, env: Record<string, string> = {}): Restartable {
  let session = startSession(folder, env);
  return {
    now: () => session,
    async read<T>(name: string, input: Record<string, unknown>) {
      for (;;) {
        const asked = session;
        try {
          return await (await asked).data<T>(name, input);
        } catch (error) {
          if (asked === session) throw error;
        }
      }
    },
    async restart(between) {
      const before = await session;
      const next = async () => {
        await killServer(before);
        await between?.();
        return startSession(folder, env);
      };
      session = next();
      return session;
    },
    async [Symbol.asyncDispose]() {
      await (await session).client.close();
    },
  };
}
