import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import express from 'express';
import { expect, it } from 'vitest';

import { bodyPatience } from './body-patience.ts';

const MS = 50;

async function setup() {
  const app = express();
  app.get('/', bodyPatience(MS), (_request, response) => {
    response.write('begun;');
    setTimeout(() => response.end('ended'), 4 * MS);
  });
  app.post('/', bodyPatience(MS), express.json());
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

it('gives up a body that never ends', async () => {
  await using server = await setup();
  const socket = connect(server.port, '127.0.0.1');
  const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 100\r\n\r\n{`);

  expect(await text(socket)).toContain('408 Request Timeout');
});

it('lets an answer take its time', async () => {
  await using server = await setup();
  const response = await fetch(`http://127.0.0.1:${server.port}/`);

  expect(await response.text()).toBe('begun;ended');
});
