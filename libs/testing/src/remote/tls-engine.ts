import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

import type { TlsFiles } from './tls-files.ts';

export interface TlsEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
}

/** The engine behind a socket of this machine, for clients with a certificate of the same CA. */
export async function startTlsEngine(files: TlsFiles, socketPath: string): Promise<TlsEngine> {
  const pem = (name: string) => readFileSync(join(files.engine, `${name}.pem`));
  const keys = { ca: pem('ca'), cert: pem('cert'), key: pem('key') };
  // Either side of an attach stream may end while the other one goes on.
  const server = createServer({ ...keys, requestCert: true, allowHalfOpen: true }, (client) => {
    const engine = connect({ path: socketPath, allowHalfOpen: true });
    client.pipe(engine).pipe(client);
    client.on('error', () => engine.destroy()).on('close', () => engine.destroy());
    engine.on('error', () => client.destroy()).on('close', () => client.destroy());
  });
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `tcp://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
