import { createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';

const engineSocket = () =>
  (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');

/** An address of the engine that remembers what is asked, as `POST /containers/create`. */
export async function recordingProxy(folder: string) {
  const path = join(folder, 'engine.sock');
  const asked: string[] = [];
  const note = ({ method, url }: IncomingMessage) =>
    asked.push(`${method ?? ''} ${(url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')}`);

  const server = createServer((incoming, reply) => {
    note(incoming);
    const { method, url, headers } = incoming;
    const onward = request({ socketPath: engineSocket(), method, path: url, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => reply.destroy());
    incoming.pipe(onward);
  });
  server.on('upgrade', (incoming, client, head: Buffer) => {
    note(incoming);
    const engine = connect(engineSocket());
    const headers = incoming.rawHeaders.map((text, at) => `${text}${at % 2 ? '\r\n' : ': '}`);
    engine.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
    engine.write(head);
    client.pipe(engine).pipe(client);
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    asked,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
