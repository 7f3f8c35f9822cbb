import type { AgentOptions } from 'node:http';
import type { Duplex } from 'node:stream';

import type { SshEndpoint } from './endpoint.ts';
import { Agent } from './node-http.ts';
import { SshStream } from './ssh-stream.ts';

/** Makes connections through `ssh`; those that are idle are used again. */
export class SshAgent extends Agent {
  readonly #endpoint: SshEndpoint;

  constructor(endpoint: SshEndpoint, options: AgentOptions) {
    super(options);
    this.#endpoint = endpoint;
  }

  override createConnection(): Duplex {
    return new SshStream(this.#endpoint);
  }
}
