import { demand, request } from './request.mjs';

/** @typedef {import('./endpoint.mjs').Endpoint} Endpoint */

/**
 * A container of one's own, removed when `work` is over.
 * @template T
 * @param {Endpoint} endpoint
 * @param {{ Image: string, Cmd: string[] } & Record<string, unknown>} config
 * @param {(container: Container) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withContainer(endpoint, config, work) {
  const body = { ...config, HostConfig: { NetworkMode: 'none' } };
  const { Id } = JSON.parse(
    (await demand(endpoint, 'POST', '/containers/create', { body })).toString(),
  );
  try {
    return await work(new Container(endpoint, Id));
  } finally {
    await request(endpoint, 'DELETE', `/containers/${Id}?force=1&v=1`).catch(() => {});
  }
}

export class Container {
  /**
   * @param {Endpoint} endpoint
   * @param {string} id
   */
  constructor(endpoint, id) {
    this.endpoint = endpoint;
    this.id = id;
  }

  /** Unpacks a tar archive at `/`. */
  async put(/** @type {Buffer} */ tar) {
    await demand(this.endpoint, 'PUT', `/containers/${this.id}/archive?path=/`, { body: tar });
  }

  /** @returns {Promise<Buffer>} a tar archive of one path */
  async get(/** @type {string} */ path) {
    const query = new URLSearchParams({ path });
    return demand(this.endpoint, 'GET', `/containers/${this.id}/archive?${query}`);
  }

  /** Runs the command to its end. */
  async run() {
    await demand(this.endpoint, 'POST', `/containers/${this.id}/start`);
    const answer = await demand(this.endpoint, 'POST', `/containers/${this.id}/wait`);
    const code = /** @type {number} */ (JSON.parse(answer.toString()).StatusCode);
    return { code, output: code === 0 ? '' : await this.#output() };
  }

  async #output() {
    const log = await demand(
      this.endpoint,
      'GET',
      `/containers/${this.id}/logs?stdout=1&stderr=1&tail=20`,
    );
    let text = '';
    // Each piece has a head of 8 bytes, of which the last 4 are its length.
    for (let at = 0; at + 8 <= log.length; at += 8 + log.readUInt32BE(at + 4)) {
      text += log.toString('utf8', at + 8, at + 8 + log.readUInt32BE(at + 4));
    }
    return text;
  }

  /**
   * @param {string} name
   * @param {string} tag
   * @param {readonly string[]} changes Dockerfile instructions
   */
  async commit(name, tag, changes) {
    const query = new URLSearchParams({ container: this.id, repo: name, tag });
    for (const change of changes) query.append('changes', change);
    await demand(this.endpoint, 'POST', `/commit?${query}`, { body: {} });
  }
}
