import http from 'node:http';
import type { Duplex } from 'node:stream';

import type { SshEndpoint } from './endpoint.ts';
import { SshStream } from './ssh-stream.ts';

/** Makes connections through `ssh`; those that are idle are used again. */
export class SshAgent extends http.Agent {
  readonly #endpoint: SshEndpoint;

  constructor(endpoint: SshEndpoint, options: http.AgentOptions) {
    super(options);
    this.#endpoint = endpoint;
  }

  override createConnection(): Duplex {
    return new SshStream(this.#endpoint);
  }
}
