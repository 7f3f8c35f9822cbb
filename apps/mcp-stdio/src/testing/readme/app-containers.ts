import Docker from 'dockerode';

import { buildImage } from '../../images/build-image.ts';
import { foreignContainer } from '../foreign-container.ts';
import { IMAGE } from '../workspace.ts';

const NAME = 'devbench-e2e/app:test';

/** An application as the documentation means it: a user, a folder and a log of its own. */
const DOCKERFILE = `FROM ${IMAGE}
RUN echo appuser:x:1001:1001::/app:/bin/sh >> /etc/passwd && mkdir -p /app /var/log /tmp \
 && echo serve > /app/server.js && chmod 1777 /tmp && echo 'a line' > /var/log/app.log
USER 1001
WORKDIR /app
CMD ["sh", "-c", "echo listening; while sleep 1; do :; done"]
`;

/** Two containers of somebody else, by name: one that runs, and one that has ended. */
export async function appContainers() {
  const things = new AsyncDisposableStack();
  things.use(await buildImage(NAME, DOCKERFILE));
  const running = things.use(await foreignContainer('devbench-e2e-web', { Image: NAME }));
  const Cmd = ['echo', 'listening'];
  const ended = things.use(await foreignContainer('devbench-e2e-web-old', { Image: NAME, Cmd }));
  await new Docker().getContainer(ended.id).wait();
  return {
    ...{ running: running.name, ended: ended.name },
    [Symbol.asyncDispose]: () => things.disposeAsync(),
  };
}
